"""What is said of every service when it was sent and when its case is over, in GOV.UK Notify's syntax."""

RECEIVED = "service-received"
OVER = "service-over"

RECEIVED_EMAIL = """Hello ((name))

We have what you sent us: ((service)).

Your reference is ((reference)).

((done))

((promise))

If something is not right: ((phone))"""
RECEIVED_TEXT = "((council)): we have it. ((service)), reference ((reference)). ((promise))"
OVER_EMAIL = """Hello ((name))

This is about: ((service)), reference ((reference)).

((outcome))

If you are not content, tell us: ((phone))"""
OVER_TEXT = "((council)): ((service)), reference ((reference)). ((outcome))"
