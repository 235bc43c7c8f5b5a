"""Ways to write to somebody: what is let in at the door, and what stays out."""

import pytest

from plantar.channel import LONGEST, NAMES, SERVICES, Channel, Way, channel_of
from plantar.delivery import by_apprise
from plantar.delivery.door import check
from plantar.errors import BadInput

SECRET = "sixteen characters"  # noqa: S105 - of nobody
#: An address of each service that Apprise can read.
READABLE = {
    "mailto": "mailto://u:p@gmail.com",
    "mailtos": "mailtos://u:p@mail.example?from=a@mail.example&to=b@mail.example",
    "ntfy": "ntfy://a-topic-of-ntfy-sh",
    "ntfys": "ntfys://ntfy.example/topic",
    "tgram": "tgram://123456789:abcdefg_hijklmnop/12315544/",
    "gotify": "gotify://gotify.example/AbCdEfGhIjKlMnO",
    "gotifys": "gotifys://gotify.example/AbCdEfGhIjKlMnO",
    "matrix": "matrix://user:word@matrix.example/!room",
    "matrixs": "matrixs://user:word@matrix.example/!room",
    "signal": "signal://signal.example/32499123456/32499123457",
    "signals": "signals://signal.example/32499123456/32499123457",
    "pover": f"pover://{'u' * 30}@{'t' * 30}",
    "discord": "discord://123456789012345678/abcdefghijklmnop",
    "threema": "threema://*GATEWAY@secretword/32499123456",
}
IN_THE_CLEAR = ("gotify", "matrix", "signal")


@pytest.mark.parametrize("service", SERVICES)
def test_apprise_reads_every_service_that_is_let_in(service: str) -> None:
    in_the_clear = service in IN_THE_CLEAR

    check(channel_of(READABLE[service], local=in_the_clear))

    if in_the_clear:
        with pytest.raises(BadInput, match=f"{service}s:// to a host of the internet"):
            check(channel_of(READABLE[service]))


@pytest.mark.parametrize(
    "address",
    [
        "json://hidden-host/path",
        "xml://hidden-host",
        "form://hidden-host",
        "file:///etc/hidden-host",
        "syslog://hidden-host",
        "dbus://hidden-host",
        "windows://hidden-host",
        "exec://hidden-host",
        "hidden-host",
        "mailtos//hidden-host",
        "",
        "ntfys://hidden-host/" + "x" * LONGEST,
        "ntfys://hidden-host/a\nBcc: b",
        "mailtos://u:p@hidden-host?to=b@c.example&pgpkey=/etc/passwd",
        "mailtos://u:p@hidden-host?to=b@c.example&verify=no",
        "mailtos://u:p@hidden-host?to=b@c.example&+X-Header=y",
        "ntfys://hidden-host/topic?attach=http://10.0.0.1/",
        "ntfys://hidden-host/topic?redirect=yes",
        "discord://1234/abcd?template=/etc/hidden-host",
        "mqtt:hidden/host/#",
        "mqtt:",
        "http://hidden-host/hook",
        "https://user:hidden-host@x.example/hook",
        "https://",
        "https://[hidden-host/hook",
    ],
)
def test_what_could_reach_further_than_people_is_refused_unseen(address: str) -> None:
    with pytest.raises(BadInput) as refused:
        channel_of(address, SECRET if address.startswith("http") else None)

    assert "hidden" not in str(refused.value).replace("(hidden)", "")


@pytest.mark.parametrize(
    "address",
    [
        "mailto://u:p@hidden-host?to=b@c.example",
        "mailtos://u:p@hidden-host?to=b@c.example&mode=insecure",
        "mailtos://u:p@127.0.0.1?to=b@c.example",
        "ntfy://hidden-host/topic",
        "ntfys://localhost/topic",
        "tgram://hidden-host",
        "mailtos://",
    ],
)
def test_what_apprise_cannot_send_or_would_send_in_the_clear_is_refused(address: str) -> None:
    with pytest.raises(BadInput) as refused:
        check(channel_of(address))

    assert "hidden-host" not in str(refused.value)


@pytest.mark.parametrize("secret", [None, "fifteen letters"])
def test_a_webhook_needs_a_secret_that_cannot_be_tried_out(secret: str | None) -> None:
    with pytest.raises(BadInput, match="16 characters") as refused:
        channel_of("https://x.example/hook", secret)

    assert "fifteen" not in str(refused.value)


def test_a_plain_webhook_is_for_this_computer_and_for_who_has_a_shell() -> None:
    assert channel_of("http://127.0.0.1:8123/hook", SECRET, local=True).way is Way.WEBHOOK
    for address, local in (("http://127.0.0.1/", False), ("http://x.example/", True)):
        with pytest.raises(BadInput, match="https://"):
            channel_of(address, SECRET, local=local)


def test_only_a_webhook_has_a_secret_of_its_own() -> None:
    with pytest.raises(BadInput, match="for a webhook only"):
        Channel(Way.MQTT, "house", SECRET)


def test_what_may_be_seen_of_a_channel_is_its_kind() -> None:
    assert channel_of("TGRAM://123456789:abc/1/").shown == "tgram://…"
    assert channel_of("https://x.example/hook", SECRET).shown == "webhook"
    assert channel_of(" mqtt:house ").address == "house"


def test_people_read_the_name_of_a_service() -> None:
    names = {service: channel_of(READABLE[service]).name for service in SERVICES}

    assert set(names.values()) == {"ntfy", *NAMES.values()}
    assert names["mailtos"] == names["mailto"] == "E-mail"
    assert channel_of("https://x.example/hook", SECRET).name == "Webhook"
    assert channel_of("mqtt:house").name == "MQTT"


def test_a_password_in_the_log_of_apprise_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadInput):
        by_apprise.check(Channel(Way.APPRISE, "mailtos://hidden-word:x@"))

    assert "hidden-word" not in "".join(capfd.readouterr())
