"""Message texts on receipt, on case closure and before expiry, in GOV.UK Notify syntax."""

from borough.kernel.messages import msg

RECEIVED = "service-received"
OVER = "service-over"
RENEW = "garden-waste-ends"

RECEIVED_EMAIL = msg("""Hello ((name))

We have what you sent us: ((service)).

Your reference is ((reference)).

((done))

((promise))

If something is not right, tell us. ((phone))""")
RECEIVED_TEXT = msg("((council)): we have it. ((service)), reference ((reference)). ((promise))")
OVER_EMAIL = msg("""Hello ((name))

This is about: ((service)), reference ((reference)).

((outcome))

If you are not happy with this, tell us. ((phone))""")
OVER_TEXT = msg("((council)): ((service)), reference ((reference)). ((outcome))")
RENEW_EMAIL = """Hello ((name))

Your garden waste subscription for ((bins)) ends on ((last_day)).

To have your bins emptied after that day, renew it. ((price)).

((link))

You are asked for the reference of your subscription: ((reference)).

You can also renew by phone. ((phone))

If you do not want it any more, there is nothing to do."""
RENEW_TEXT = (
    "((council)): your garden waste subscription ((reference)) ends on ((last_day)). ((price)). Renew: ((link))"
)
