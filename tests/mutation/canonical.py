"""One form for trees of one meaning, so that equal mutants are counted once.

`canonical` never changes what a tree means: it sorts what has no order, says "not" of the leaves,
and writes a comparison with a whole number or a day in one way.
"""

from datetime import date, timedelta
from typing import Any

from openilr.language.nodes import (
    Aggregate,
    And,
    Arithmetic,
    Coalesce,
    Compare,
    Differs,
    Fact,
    IsIn,
    IsUnknown,
    Key,
    Link,
    Literal,
    Node,
    Not,
    Or,
    Pick,
    Scalar,
    Type,
    contents,
)
from openilr.language.resolve import intern

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_FLIPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_memo: dict[Any, Any] = {}


def canonical(value: Any) -> Any:
    """The one tree that stands for all trees of a meaning, as far as they are told alike."""
    if isinstance(value, tuple):
        return tuple(canonical(each) for each in value)
    if not isinstance(value, Node | Link | Pick | Key):
        return value
    if value not in _memo:
        old = tuple(contents(value))
        new = tuple(canonical(each) for each in old)
        own = (value.type,) if isinstance(value, Node) else ()
        same = value if new == old else intern(type(value)(*own, *new))
        _memo[value] = _simple(same)
    return _memo[value]


def _simple(value: Any) -> Any:
    """A part whose own parts are canonical, in its canonical form."""
    match value:
        case Not(operand=Not(operand=inner)):
            return inner
        case Not(operand=And() | Or() as inner):
            other = Or if isinstance(inner, And) else And
            return _joined(other, [_simple(_not(part)) for part in inner.parts])
        case Not(operand=Compare() as inner):
            return _compare(_OPPOSITE[inner.op], inner.left, inner.right)
        case And() | Or():
            return _joined(type(value), value.parts)
        case Compare():
            return _compare(value.op, value.left, value.right)
        case Differs():
            left, right = sorted((value.left, value.right), key=id)
            return intern(Differs(Type.BOOLEAN, left, right))
        case IsIn(values=(one,)):
            literal = intern(Literal(value.operand.type, one))
            return _compare("==", value.operand, literal)
        case IsIn():
            return intern(IsIn(Type.BOOLEAN, value.operand, tuple(sorted(value.values, key=repr))))
        case Arithmetic(op="+" | "-" | "*", left=Literal(value=a), right=Literal(value=b)):
            number: Any = {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b}[value.op]()
            return intern(Literal(value.type, number))
        case IsUnknown(operand=Aggregate(kind="any" | "count" | "sum")):
            return intern(Literal(Type.BOOLEAN, False))
        case Coalesce(parts=(first, *_)) if _is_known(first):
            return first
        case Link():
            keys = tuple(sorted(dict.fromkeys(value.keys), key=id))
            return intern(Link(value.home, value.source, value.within, keys))
        case _:
            return value


def _is_known(node: Node) -> bool:
    """Whether a condition is true or false on every row, as far as can be told."""
    match node:
        case Fact():
            return _is_known(node.body)
        case And() | Or():
            return all(_is_known(part) for part in node.parts)
        case Not():
            return _is_known(node.operand)
        case Compare(left=Scalar(name="year"), right=Literal()):
            return True
        case _:
            return isinstance(node, IsUnknown | Differs) or (
                isinstance(node, Aggregate) and node.kind == "any"
            )


def _not(node: Node) -> Node:
    return intern(Not(Type.BOOLEAN, node))


def _joined(kind: type[And] | type[Or], parts: Any) -> Node:
    flat: dict[Node, None] = {}
    for part in parts:
        for each in part.parts if isinstance(part, kind) else (part,):
            flat[each] = None
    other = Or if kind is And else And
    # x | (x & y) is x, and x & (x | y) too.
    kept = [
        part
        for part in flat
        if not (isinstance(part, other) and any(each in flat for each in part.parts))
    ]
    if len(kept) == 1:
        return kept[0]
    return intern(kind(Type.BOOLEAN, tuple(sorted(kept, key=id))))


def _compare(op: str, left: Node, right: Node) -> Node:
    if isinstance(left, Literal) or (op in ("==", "!=") and not isinstance(right, Literal)):
        ordered = sorted((left, right), key=id)
        if isinstance(left, Literal) or ordered[0] is not left:
            op, left, right = _FLIPPED[op], right, left
    elif op in ("<", "<=") and not isinstance(right, Literal):
        op, left, right = _FLIPPED[op], right, left
    if op in ("<", ">") and isinstance(right, Literal):
        step = -1 if op == "<" else 1
        match right.value:
            case bool():
                pass
            case int() as number if left.type is Type.INTEGER:
                op, right = f"{op}=", intern(Literal(Type.INTEGER, number + step))
            case date() as day:
                op, right = f"{op}=", intern(Literal(Type.DATE, day + timedelta(step)))
            case _:
                pass
    return intern(Compare(Type.BOOLEAN, op, left, right))
