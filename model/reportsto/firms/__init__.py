"""The catalogue of firms: everything but where customer service sits."""

from reportsto.errors import unknown_name
from reportsto.firms._firm import FirmPreset
from reportsto.firms.product_shop import PRODUCT_SHOP
from reportsto.firms.product_shop_v1 import PRODUCT_SHOP_V1
from reportsto.firms.service_firm import SERVICE_FIRM, SERVICE_FIRM_BILLS
from reportsto.firms.six_people import SIX_PEOPLE

FIRMS = (PRODUCT_SHOP, PRODUCT_SHOP_V1, SERVICE_FIRM, SERVICE_FIRM_BILLS, SIX_PEOPLE)


def firm(firm_id: str) -> FirmPreset:
    """Return a firm by its id, or raise `UnknownName` with the nearest right one."""
    for found in FIRMS:
        if found.id == firm_id:
            return found
    raise unknown_name("firm", firm_id, [known.id for known in FIRMS])
