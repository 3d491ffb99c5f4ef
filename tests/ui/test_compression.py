"""Pages are compressed for clients that accept it; other content is not."""

import gzip

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("accepts", "encoding"), [("gzip, br", "gzip"), ("", None), ("br", None)])
def test_page_is_compressed_if_the_client_accepts_it(client, accepts, encoding):
    answer = client.get("/services/", headers={"accept-encoding": accepts})
    assert answer.headers.get("Content-Encoding") == encoding
    text = gzip.decompress(answer.content) if encoding else answer.content
    assert b"<h1" in text and "Accept-Encoding" in answer.headers["Vary"]


def test_json_is_left_alone(client):
    assert "Content-Encoding" not in client.get("/health", headers={"accept-encoding": "gzip"}).headers
