"""The catalogue of structures: one edit of a firm's base chart each, and the charts people added to the gallery."""

from pathlib import Path

from reportsto.errors import unknown_name
from reportsto.structures._structure import Structure
from reportsto.structures.customer_map import CUSTOMER_MAP
from reportsto.structures.inside_marketing import INSIDE_MARKETING
from reportsto.structures.inside_operations import INSIDE_OPERATIONS
from reportsto.structures.marketing_under_service import MARKETING_UNDER_SERVICE
from reportsto.structures.ombudsman import OMBUDSMAN
from reportsto.structures.operations_dotted_line import OPERATIONS_DOTTED_LINE
from reportsto.structures.sales_and_marketing import SALES_AND_MARKETING
from reportsto.structures.separate import SEPARATE
from reportsto.structures.separate_with_liaison import SEPARATE_WITH_LIAISON
from reportsto.structures.under_sales import UNDER_SALES

STRUCTURES = (
    INSIDE_OPERATIONS,
    SEPARATE,
    INSIDE_MARKETING,
    SALES_AND_MARKETING,
    UNDER_SALES,
    MARKETING_UNDER_SERVICE,
    CUSTOMER_MAP,
    OPERATIONS_DOTTED_LINE,
    SEPARATE_WITH_LIAISON,
    OMBUDSMAN,
)
GALLERY = Path(__file__).parent / "gallery"


def structure(structure_id: str) -> Structure:
    """Return a structure by its id, or raise `UnknownName` with the nearest right one."""
    for found in STRUCTURES:
        if found.id == structure_id:
            return found
    raise unknown_name("structure", structure_id, [known.id for known in STRUCTURES])
