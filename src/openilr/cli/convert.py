"""`openilr convert`: an ILR file to a folder of tables, and back."""

from pathlib import Path

import click


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="IN")
@click.argument("target", type=click.Path(path_type=Path), metavar="OUT")
@click.option(
    "--format",
    "table_format",
    type=click.Choice(("parquet", "csv")),
    help="Form of the tables when OUT is a folder. Parquet if not given.",
)
def convert(source: Path, target: Path, table_format: str | None) -> int:
    """Convert an ILR file (XML or zip) to a folder of tables, or such a folder to an ILR file.

    IN is an ILR file or a folder that this command made. OUT is a folder to make, or an .xml file.
    """
    from openilr.errors import FileUnreadable
    from openilr.ilr.convert import load_folder, save_folder
    from openilr.ilr.xml.read import read
    from openilr.ilr.xml.source import sources
    from openilr.ilr.xml.write import write_message

    if source.is_dir() and (source / "header.json").exists():
        message = load_folder(source)
    else:
        found = list(sources([source]))
        if len(found) != 1:
            raise FileUnreadable(
                f"{source} holds {len(found)} ILR files. Name one: convert takes one at a time."
            )
        try:
            message = read(found[0])
        except FileUnreadable as error:
            raise FileUnreadable(f"{found[0].name}: {error}", rule=error.rule) from error
    if target.suffix.lower() == ".xml":
        write_message(message, target)
        left_out = message.structure.height
        if left_out:
            click.echo(
                f"{left_out} elements or texts that are not part of the {message.schema.year} ILR "
                "were left out; openilr check lists them.",
                err=True,
            )
    else:
        save_folder(message, target, format=table_format or "parquet")
    learners = message["Learner"].height
    click.echo(f"Wrote {target}: {learners:,} learner{'' if learners == 1 else 's'}", err=True)
    return 0
