"""A file is the same message read whole, in parts, by processes, from a zip or as bytes."""

import io
import pickle
import zipfile
from datetime import datetime

import pytest
from tests import messages
from tests.ilr.xml.same import assert_same, read_carefully, read_fast

from openilr.errors import FileUnreadable
from openilr.ilr.xml import careful
from openilr.ilr.xml import read as reading
from openilr.ilr.xml.read import Counts, concat, plan, read, read_part, read_parts, rebase
from openilr.ilr.xml.source import source, sources
from openilr.ilr.xml.tokeniser import Unusual

TARGET = 1 << 20


@pytest.fixture(scope="module")
def big() -> bytes:
    """About 4 MB of learners, no two alike, in the canonical shape."""
    learner = messages.full_learner("2627")
    one = messages.xml_of("2627", [learner])
    begins, ends = one.index(b"<Learner>"), one.index(b"</Message>")
    many = [one[begins:ends].replace(b">A12<", b">L%06d<" % n) for n in range(1200)]
    return one[:begins] + b"".join(many) + one[ends:]


@pytest.fixture
def big_file(big, tmp_path):
    path = tmp_path / "big.xml"
    path.write_bytes(big)
    return path


def test_dfes_own_sample_file(reference_dir):
    (path,) = reference_dir.glob("ILR-99999999-*.xml")
    message = read(path)
    assert message.year == "2526"
    assert message.name == str(path)
    assert message.structure.is_empty()
    assert {n: f.height for n, f in message.frames.items() if f.height > 10} == {
        "Learner": 19,
        "PriorAttain": 13,
        "LearnerFAM": 16,
        "LearnerEmploymentStatus": 14,
        "EmploymentStatusMonitoring": 20,
        "LearningDelivery": 35,
        "LearningDeliveryFAM": 62,
        "ProviderSpecDeliveryMonitoring": 17,
    }
    assert message.raw.rows() == [("LearningDeliveryHE", 0, "STULOAD", "5")]
    assert message.header.UKPRN == message.header.provider_UKPRN == 99999999
    assert message.header.DateTime == datetime(2025, 1, 8, 9, 14, 5)  # noqa: DTZ001 - local time
    assert len(message.header.source_files) == 1
    lines = path.read_bytes().split(b"\n")
    for line, ref in message["Learner"].select("line", "LearnRefNumber").rows():
        assert lines[line - 1].strip() == b"<Learner>"
        assert ref.encode() in lines[line]


def test_the_sample_without_its_comments_is_canonical(reference_dir):
    import re

    (path,) = reference_dir.glob("ILR-99999999-*.xml")
    data = path.read_bytes()
    bare = re.sub(rb"<!--.*?-->", lambda m: b"\n" * m[0].count(b"\n"), data, flags=re.DOTALL)
    assert read_fast(bare).frames["LearningDelivery"].height == 35
    assert_same(read(bare), read_carefully(data))


def test_whole_parts_bytes_and_zip_are_the_same(big, big_file, tmp_path):
    whole = read(big)
    assert whole["Learner"].height == 1200
    assert_same(whole, read_carefully(big))
    parts = list(read_parts(big_file, target_bytes=TARGET))
    assert len(parts) >= 3
    assert_same(concat(parts), whole)
    packed = tmp_path / "zip" / "big.zip"
    packed.parent.mkdir()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(big_file, "big.xml")
    (zipped,) = sources([packed.parent])
    assert_same(concat(list(read_parts(zipped, target_bytes=TARGET))), whole)
    assert read(zipped).name == f"{packed.parent}/big.zip!big.xml"


def test_parts_read_by_themselves_and_moved_into_place(big, big_file):
    planned = plan(source(big_file), target_bytes=TARGET)
    assert len(planned.parts) >= 3
    assert pickle.loads(pickle.dumps(planned.parts[1])).start == planned.parts[1].start
    done = planned.before
    messages_read = []
    for part in planned.parts:
        portion = read_part(part)
        first = portion.message["LearningDeliveryFAM"].row(0, named=True)
        assert (first["learner"], first["aim"]) == (0, 0)
        messages_read.append(
            rebase(
                portion.message,
                learners=done.learners,
                aims=done.aims,
                statuses=done.statuses,
                hes=done.hes,
                lines=done.lines,
            )
        )
        done += portion.counts
    assert_same(concat(messages_read), read(big))
    assert done.learners == done.aims == done.statuses == done.hes == 1200


def test_by_two_processes(big, big_file):
    runs = list(read_parts(big_file, processes=2, target_bytes=TARGET))
    assert len(runs) >= 3
    assert_same(concat(runs), read(big))


COMMENT = b"<!-- a comment with <Learner> and </Learner> in it -->"


def test_one_comment_makes_one_part_slow(big, tmp_path, monkeypatch):
    at = big.index(b"<Sex>", 2 * TARGET)
    data = big[:at] + COMMENT + big[at:]
    path = tmp_path / "big.xml"
    path.write_bytes(data)
    slow = []
    with monkeypatch.context() as patch:
        was = careful.learners
        patch.setattr(careful, "learners", lambda *a, **k: slow.append(a) or was(*a, **k))
        patch.setattr(careful, "messages", None)  # the whole file is not read that way
        runs = list(read_parts(path, target_bytes=TARGET))
    assert len(runs) >= 3
    assert len(slow) == 1
    assert_same(concat(runs), read_carefully(data))


@pytest.mark.parametrize("processes", [1, 2])
def test_what_only_the_whole_file_explains(big, tmp_path, processes):
    second, third = big.index(b"<Learner>", TARGET), big.rindex(b"<Learner>")
    # a comment from one part into the next, and a second provider between learners
    data = b"".join(
        [
            big[:second],
            b"<!--",
            big[second : 2 * second].replace(b"--", b""),
            b"-->",
            b"<LearningProvider></LearningProvider>",
            big[third:],
        ]
    )
    path = tmp_path / "big.xml"
    path.write_bytes(data)
    runs = list(read_parts(path, processes=processes, target_bytes=TARGET))
    expected = read_carefully(data)
    assert_same(concat(runs), expected)
    assert expected.structure["problem"].to_list() == ["duplicate"]


def test_a_fault_far_into_the_file_is_told_with_its_line(big, big_file):
    data = big[:-400]
    big_file.write_bytes(data)
    line = data.count(b"\n") + 1
    for processes in (1, 2):
        seen = []
        with pytest.raises(FileUnreadable, match=f"^Line {line}: the file ends before"):
            seen.extend(read_parts(big_file, processes=processes, target_bytes=TARGET))
        assert sum(m["Learner"].height for m in seen) < 1200


def test_a_file_that_changes_between_plan_and_reading_is_refused(big_file):
    planned = plan(big_file, target_bytes=TARGET)
    with big_file.open("ab") as stream:
        stream.write(b"\n")
    with pytest.raises(FileUnreadable, match="changed while it was read"):
        read_part(planned.parts[0])


def test_small_files_zips_and_unusual_heads_have_one_part(big, tmp_path):
    small = tmp_path / "small.xml"
    small.write_bytes(messages.xml_of("2627", [messages.full_learner("2627")]))
    assert len(plan(small).parts) == 1
    unusual = tmp_path / "unusual.xml"
    unusual.write_bytes(big.replace(b"<Learner>", b"<Learner >"))
    planned = plan(unusual, target_bytes=TARGET)
    assert len(planned.parts) == 1
    portion = read_part(planned.parts[0])
    assert_same(portion.message, read(unusual))
    assert portion.counts == Counts(1200, 1200, 1200, 1200, 0)
    assert [m["Learner"].height for m in read_parts(unusual, processes=2)] == [1200]


def test_the_careful_reader_gives_runs_too(big):
    data = big.replace(b"</Learner>", b"<!-- --></Learner>")
    runs = list(careful.messages(io.BytesIO(data), records=5_000))
    assert len(runs) >= 3
    assert_same(concat(runs), read_carefully(data))
    later = concat(list(careful.messages(io.BytesIO(data), skip_learners=700)))
    assert later["Learner"].equals(read_carefully(data)["Learner"][700:])
    assert later["LearningDeliveryFAM"]["aim"][0] == 700


def test_a_learner_larger_than_a_part(big, monkeypatch):
    monkeypatch.setattr(reading, "_HEAD_BYTES", 1000)
    small = messages.xml_of("2627", [messages.full_learner("2627")] * 3)
    runs = list(read_parts(small, target_bytes=100))
    assert_same(concat(runs), read_carefully(small))


def test_the_year_without_learners():
    xml = messages.xml_of("2627", [])
    with pytest.raises(ValueError, match="not found"):
        read_fast(xml)
    message = read(xml)
    assert message["Learner"].is_empty()
    assert message.header.provider_UKPRN == 10000001
    with pytest.raises(Unusual):
        careful.head(xml)
