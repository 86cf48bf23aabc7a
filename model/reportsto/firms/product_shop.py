"""The default firm: an e-commerce shop of 56 people whose failures are mostly logistics'. Every number is a default."""

from reportsto.firms._firm import FirmPreset, shop_chart

PRODUCT_SHOP = FirmPreset(
    id="product_shop",
    title="e-commerce shop, 56 people",
    chart=shop_chart("product_shop"),
    grows=True,
    source="request mix: Gorgias, TARP, WERC, NRF, Olist (grades in docs/reference/parameters.md); sizes assumed",
)
