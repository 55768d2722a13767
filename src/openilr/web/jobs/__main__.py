"""The worker as a process of its own."""

from openilr.web.processes import end_with_parent
from openilr.web.serving import set_up


def main() -> None:
    """Work until told to stop."""
    end_with_parent()
    set_up()
    from openilr.web.jobs.worker import work

    work()


if __name__ == "__main__":
    main()
