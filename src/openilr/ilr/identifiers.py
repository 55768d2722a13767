"""Identifiers: whether one is well formed, and how to make invented ones.

The patterns are for the whole value, and use only what Python's and Polars' regular expressions
share. The invented ones are for demonstrations and tests.
Source: spec/ilr/collection.md section 4; spec/rules/README.md section 3 (DD01, DD05, DD14).
"""

import re

TEMPORARY_ULN = 9999999999
"""Stands for a learner whose number has not come yet; it skips the check of the last digit."""

UNKNOWN_EMPLOYER = 999999999
"""Stands for an employer without a number; new numbers are no longer issued, so it may stay."""

UNKNOWN_POSTCODE = "ZZ99 9ZZ"
"""Stands for an address that is not known."""

POSTCODE_PATTERN = r"[A-Z]{1,2}(?:[0-9]{1,2}|[0-9][A-Z]) [0-9][ABD-HJLNP-UW-Z]{2}"
"""One or two letters, then one or two digits or a digit and a letter; a space; a digit and two
letters, none of them C I K M O V."""

NI_NUMBER_PATTERN = r"[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][0-9]{6}[A-D ]"
"""Two letters (not D F I Q U V, the second not O either), six digits, and A to D or a space."""

UUID_PATTERN = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
"""A UUID in its usual written form, in either case, of any version."""


def _weighted_sum(digits: str, first_weight: int) -> int:
    return sum(int(d) * (first_weight - i) for i, d in enumerate(digits))


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def uln_check_digit(nine_digits: int | str) -> int | None:
    """The tenth digit that goes with the first nine of a ULN; None if no digit does (DD01).

    >>> uln_check_digit(100000001)
    9
    >>> uln_check_digit(100000006) is None  # the remainder is 0
    True
    """
    text = str(nine_digits)
    if not _is_digits(text, 9):
        return None
    remainder = _weighted_sum(text, 10) % 11
    return None if remainder == 0 else 10 - remainder


def is_temporary_uln(uln: int | str) -> bool:
    """Whether a ULN is the one used until the real number is known.

    >>> is_temporary_uln(9999999999), is_temporary_uln(1000000019)
    (True, False)
    """
    return str(uln) == str(TEMPORARY_ULN)


def is_uln(uln: int | str) -> bool:
    """Whether a ULN is the temporary one, or has ten digits and the right last one (ULN_04).

    >>> is_uln(1000000019), is_uln(1000000018), is_uln(1000000060), is_uln("123")
    (True, False, False, False)
    >>> is_uln(9999999999)
    True
    """
    text = str(uln)
    if is_temporary_uln(text):
        return True
    return _is_digits(text, 10) and uln_check_digit(text[:9]) == int(text[9])


def uln_with_check(nine_digits: int | str) -> int:
    """The ULN that begins with nine digits.

    Errors: ValueError if no tenth digit makes it valid (one in eleven), or it begins with 0.

    >>> uln_with_check(100000001), uln_with_check("900000001")
    (1000000019, 9000000016)
    """
    check = uln_check_digit(nine_digits)
    if check is None or str(nine_digits)[0] == "0":
        raise ValueError(f"no ULN begins with {nine_digits}")
    return int(f"{nine_digits}{check}")


def employer_check_character(employer_id: int | str) -> str:
    """The ninth character that an employer number should have; X if none is right (DD05, DD14).

    >>> employer_check_character(100000029), employer_check_character(900000040)
    ('9', 'X')
    >>> employer_check_character(12345)
    'X'
    """
    text = str(employer_id)
    if not _is_digits(text, 9):
        return "X"
    check = 11 - _weighted_sum(text[:8], 9) % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def is_employer_id(employer_id: int | str) -> bool:
    """Whether an employer number is the one for unknown employers, or ends in the right digit.

    >>> is_employer_id(100000029), is_employer_id(100000028), is_employer_id(999999999)
    (True, False, True)
    """
    text = str(employer_id)
    return text == str(UNKNOWN_EMPLOYER) or employer_check_character(text) == text[-1:]


def employer_id_with_check(eight_digits: int | str) -> int:
    """The employer number that begins with eight digits.

    Errors: ValueError if no ninth digit makes it valid, or it begins with 0.

    >>> employer_id_with_check(10000002)
    100000029
    """
    text = str(eight_digits)
    check = employer_check_character(f"{text}0") if _is_digits(text, 8) else "X"
    if check == "X" or text[0] == "0":
        raise ValueError(f"no employer number begins with {eight_digits}")
    return int(text + check)


def is_ukprn(ukprn: int | str) -> bool:
    """Whether a provider number has eight digits and does not begin with 0.

    >>> is_ukprn(10000001), is_ukprn("01000000"), is_ukprn(1000000)
    (True, False, False)
    """
    text = str(ukprn)
    return _is_digits(text, 8) and text[0] != "0"


def is_ni_number(ni_number: str) -> bool:
    """Whether a National Insurance number has the right shape (NINumber_01), all nine characters.

    >>> is_ni_number("AB123456C"), is_ni_number("AB123456 "), is_ni_number("AB123456")
    (True, True, False)
    >>> is_ni_number("DB123456C"), is_ni_number("AO123456C"), is_ni_number("AB123456E")
    (False, False, False)
    """
    return re.fullmatch(NI_NUMBER_PATTERN, ni_number) is not None


def is_postcode(postcode: str) -> bool:
    """Whether a postcode has the right shape (Postcode_15, PostcodePrior_02); it need not exist.

    >>> is_postcode("CV1 2WT"), is_postcode("EC1A 1BB"), is_postcode("ZZ99 9ZZ")
    (True, True, True)
    >>> is_postcode("CV12WT"), is_postcode("cv1 2wt"), is_postcode("CV1 2WO")
    (False, False, False)
    """
    return re.fullmatch(POSTCODE_PATTERN, postcode) is not None


def is_uuid(text: str) -> bool:
    """Whether a software supplier's aim identifier is a UUID (SWSupAimId_01).

    >>> is_uuid("6f2c1f0e-3b1c-4f8e-9a55-0c8d3b6a1e01"), is_uuid("6f2c1f0e3b1c4f8e9a550c8d3b6a1e01")
    (True, False)
    """
    return re.fullmatch(UUID_PATTERN, text) is not None


# Invented identifiers. Only the NI number prefix and the postcode area are certain never to be
# given to anybody; for the others no reserved range is on file, so we keep to a high one.


def invented_uln(number: int) -> int:
    """The `number`-th invented ULN, counted from 0: valid, all different, beginning with 900.

    Errors: ValueError unless 0 <= number < 90,000.

    >>> invented_uln(0), invented_uln(1)
    (9000000105, 9000000113)
    """
    if not 0 <= number < 90_000:
        raise ValueError("invented ULNs are numbered from 0 to 89,999")
    # Of ten numbers that differ in the ninth digit alone at most one has no check digit (the weight
    # of that digit is prime to 11), so nine of each ten can be used.
    tens, ones = divmod(number, 9)
    usable = [n for n in range(10) if uln_check_digit(900_000_010 + tens * 10 + n) is not None]
    return uln_with_check(900_000_010 + tens * 10 + usable[ones])


def invented_employer_id(number: int) -> int:
    """The `number`-th invented employer number, counted from 0: valid, different, beginning with 9.

    Errors: ValueError unless 0 <= number < 900,000.

    >>> invented_employer_id(0), invented_employer_id(1)
    (900000007, 900000015)
    """
    if not 0 <= number < 900_000:
        raise ValueError("invented employer numbers are numbered from 0 to 899,999")
    tens, ones = divmod(number, 9)
    first = 90_000_000 + tens * 10
    usable = [n for n in range(first, first + 10) if employer_check_character(n * 10) != "X"]
    return employer_id_with_check(usable[ones])


def invented_ukprn(number: int) -> int:
    """The `number`-th invented provider number, counted from 0, beginning with 9.

    >>> invented_ukprn(117)
    90000117
    """
    if not 0 <= number < 9_999_999:
        raise ValueError("invented provider numbers are numbered from 0 to 9,999,998")
    return 90_000_000 + number


def invented_ni_number(number: int) -> str:
    """The `number`-th invented NI number, counted from 0: the prefix ZZ is given to nobody.

    >>> invented_ni_number(0), invented_ni_number(1_000_001)
    ('ZZ000000A', 'ZZ000001B')
    """
    suffix, digits = divmod(number, 1_000_000)
    if not 0 <= suffix < 4:
        raise ValueError("invented NI numbers are numbered from 0 to 3,999,999")
    return f"ZZ{digits:06d}{'ABCD'[suffix]}"


def invented_postcode(number: int) -> str:
    """The `number`-th invented postcode, counted from 0: no area begins with Q, so none exists.

    >>> invented_postcode(0), invented_postcode(11)
    ('QX1 0AA', 'QX2 1AA')
    """
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    rest, sector = divmod(number, 10)
    rest, district = divmod(rest, 99)
    first, second = divmod(rest, len(letters))
    if not 0 <= first < len(letters):
        raise ValueError(
            f"invented postcodes are numbered from 0 to {990 * len(letters) ** 2 - 1:,}"
        )
    return f"QX{district + 1} {sector}{letters[second]}{letters[first]}"
