"""The simulator's card pages: plain HTML, usable by keyboard, on small screens and without scripts."""

from html import escape

STYLE = """
body{font:19px/1.4 Arial,sans-serif;margin:0;color:#0b0c0c;background:#fff}
.bar{background:#4c2c92;color:#fff;padding:12px 20px;font-weight:bold}
main{max-width:620px;padding:0 20px 40px;margin:auto}
h1{font-size:32px;margin:28px 0 12px}label,legend{font-weight:bold;display:block;margin-bottom:5px}
input[type=text]{font:inherit;width:100%;max-width:340px;padding:6px;border:2px solid #0b0c0c;box-sizing:border-box}
input.short{max-width:90px}.field{margin:0 0 22px}.hint{color:#505a5f;margin:0 0 6px}
button{font:inherit;background:#00703c;color:#fff;border:0;box-shadow:0 2px 0 #002d18;padding:9px 14px;cursor:pointer}
button.second{background:#f3f2f1;color:#0b0c0c;box-shadow:0 2px 0 #929191}
button:focus,input:focus,a:focus{outline:3px solid #fd0;outline-offset:0;box-shadow:inset 0 0 0 2px #0b0c0c}
.error{border:5px solid #d4351c;padding:15px;margin:20px 0}.error a{color:#d4351c;font-weight:bold}
table{border-collapse:collapse;width:100%;font-size:16px}
td,th{text-align:left;padding:6px 8px 6px 0;border-bottom:1px solid #b1b4b6}
dl{margin:0 0 20px}dt{font-weight:bold}dd{margin:0 0 10px}
"""
CARDS = (
    ("4242 4242 4242 4242", "is paid"),
    ("4000 0000 0000 0002", "is declined"),
    ("4000 0000 0000 0069", "has expired"),
    ("4000 0000 0000 0119", "ends in an error"),
)


def page(title: str, body: str, error: str = "") -> str:
    """Return a complete page."""
    summary = f'<div class="error" role="alert"><h2>There is a problem</h2><a href="#card">{escape(error)}</a></div>'
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><link rel="icon" href="data:,">'
        f"<title>{'Error: ' if error else ''}{escape(title)} – Card payment stand-in</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><style>{STYLE}</style></head><body>'
        '<header class="bar">Card payment stand-in: no money moves here</header>'
        f"<main>{summary if error else ''}<h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def _facts(description: str, amount: str) -> str:
    return f"<dl><dt>What it is for</dt><dd>{escape(description)}</dd><dt>Amount</dt><dd>{escape(amount)}</dd></dl>"


def card_page(description: str, amount: str, error: str = "") -> str:
    """Return the card form, with the list of test cards."""
    rows = "".join(f'<tr><th scope="row">{number}</th><td>{what}</td></tr>' for number, what in CARDS)
    return page(
        "Enter card details",
        f"{_facts(description, amount)}<form method='post' novalidate>"
        '<div class="field"><label for="card">Card number</label><p class="hint" id="hint">Only the test cards'
        ' below work. Never a real card.</p><input type="text" id="card" name="card" inputmode="numeric"'
        ' autocomplete="off" aria-describedby="hint"></div>'
        '<button name="act" value="pay">Continue</button>'
        ' <button class="second" name="act" value="cancel">Cancel payment</button></form>'
        "<h2>Test cards</h2><table><thead><tr><th scope='col'>Number</th><th scope='col'>What becomes of it</th></tr>"
        f"</thead><tbody>{rows}</tbody></table>",
        error,
    )


def confirm_page(description: str, amount: str, last: str) -> str:
    """Return the confirmation page."""
    return page(
        "Confirm your payment",
        f"{_facts(description, amount)}<p>Card ending {escape(last)}</p><form method='post'>"
        '<button name="act" value="confirm">Confirm payment</button>'
        ' <button class="second" name="act" value="cancel">Cancel payment</button></form>',
    )


ENDINGS = {
    "success": "Your payment is made",
    "failed": "Your payment was not taken",
    "cancelled": "The payment was cancelled",
    "error": "There was a problem with your payment",
}


def end_page(status: str, back: str) -> str:
    """Return the result page, with the link back."""
    return page(ENDINGS.get(status, "Payment"), f'<p><a href="{escape(back)}">Go back to the council</a></p>')


def lost_page() -> str:
    """Return the page for an unknown payment."""
    return page("Page not found", "<p>This payment is not here any more. Start again from the council’s page.</p>")
