"""A service firm: fewer logistics failures, more promises, prices and bills; same chart, all assumed.

In `service_firm_bills` customer service also bills, and so owns the wrong bills it hears about.
"""

from reportsto.firms._firm import FirmPreset, shop_chart
from reportsto.vocabulary import Cause, Function

_MIX = {
    "causes.rate.late": 0.6 * 0.06,
    "causes.rate.mix_up": 0.6 * 0.015,
    "causes.rate.slow_refund": 0.6 * 0.026,
    "causes.rate.back_order": 0.6 * 0.010,
    "causes.rate.oversold": 1.5 * 0.012,
    "causes.rate.wrong_price": 1.5 * 0.004,
    "causes.rate.wrong_bill": 10.0 * 0.004,
    "requests.rate.order_status": 0.010,
    "requests.rate.product_question": 0.008,
    "requests.rate.order_entry": 0.0,
}

SERVICE_FIRM = FirmPreset(
    id="service_firm",
    title="service firm, 56 people",
    chart=shop_chart("service_firm"),
    grows=True,
    settings=_MIX,
)
SERVICE_FIRM_BILLS = FirmPreset(
    id="service_firm_bills",
    title="service firm in which customer service bills",
    chart=shop_chart("service_firm_bills"),
    grows=True,
    settings=_MIX,
    owners={Cause.WRONG_BILL: Function.SERVICE},
)
