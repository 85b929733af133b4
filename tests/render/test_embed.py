from __future__ import annotations

from iki_newsletter.model.edition import EmbeddedImage
from iki_newsletter.render.embed import embed_images

REEF = EmbeddedImage("reef-1a2b@klima.example", "reef-1a2b.png", "image/png", b"\x89PNG")
DATA = '"data:image/png;base64,iVBORw=="'


def test_pictures_of_the_message_are_put_in() -> None:
    """A picture that travels in the message shows in a browser, each time it is used."""
    html = '<img src="cid:reef-1a2b@klima.example"><img src="cid:reef-1a2b@klima.example">'

    assert embed_images(html, [REEF]) == f"<img src={DATA}><img src={DATA}>"


def test_pictures_of_the_web_are_put_in() -> None:
    """A picture that stands on the web shows without it; links and other pictures stay."""
    html = (
        '<img src="https://news.example.org/2017-06/images/reef-1a2b.png"><img src="https://a.example/images/x.png">'
    )

    assert embed_images(html, [REEF]) == f'<img src={DATA}><img src="https://a.example/images/x.png">'
