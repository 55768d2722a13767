"""How templates show how far an import is, and what happens to a learner."""

from django import template
from django.utils.safestring import SafeString

from openilr.web.records.models import Import, ImportItem
from openilr.web.ui.templatetags.ui import status

register = template.Library()

IMPORT_KINDS = {
    Import.State.UPLOADED: "pending",
    Import.State.PLANNED: "query",
    Import.State.IMPORTING: "pending",
    Import.State.DONE: "ok",
    Import.State.REFUSED: "error",
    Import.State.ABANDONED: "excluded",
}
ITEM_KINDS = {
    ImportItem.Action.NEW: "info",
    ImportItem.Action.CHANGED: "pending",
    ImportItem.Action.SAME: "",
    ImportItem.Action.PROBLEM: "warning",
}


@register.simple_tag
def import_status(batch: Import) -> SafeString:
    """The state of an import with its shape."""
    state = Import.State(batch.state)
    return status(IMPORT_KINDS[state], str(state.label))


@register.simple_tag
def item_status(item: ImportItem) -> SafeString:
    """What happens to a learner, with its shape."""
    action = ImportItem.Action(item.action)
    return status(ITEM_KINDS[action], str(action.label))
