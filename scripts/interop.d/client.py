"""Reads what `liveprep` sends with parsers and signers that are not ours. `scripts/interop` runs it:

    python client.py .build/debug/liveprep

starts a server on loopback, runs `challenge`, `submit` and `id-compare` against it for all nine
calls, parses the forms with Python's own `email` package, and works the signatures out anew with the
vendor's SDKs. Needs ffmpeg for a clip. The other way round, the vendor's SDKs against
`liveprep sandbox`, is sdks.py.
"""

import base64
import email
import email.policy
import hashlib
import http.server
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time
import types
import urllib.parse
from unittest import mock

import requests
from qcloud_cos import CosConfig, CosS3Auth
from qcloud_image.auth import Auth
from tencentcloud.common import credential
from tencentcloud.faceid.v20180301 import faceid_client

SECRET_ID, SECRET_KEY, TOKEN = "AKIDinterop", "interop-key+/=", "interop-token+/="
APPID, BUCKET, REGION = "1250000000", "examplebucket-1250000000", "ap-beijing"
NUMBER, NAME, DIGITS = "11010519491231002X", "韦小宝", "9532"
KEY = "文件 夹/a b+c&d=e.mp4"
FRAME = base64.b64encode(b"\xff\xd8\xff\xe0 not really").decode()

checks = 0


def expect(what, got, wanted):
    global checks
    checks += 1
    if got != wanted:
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


class Recorder(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = []

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Recorder.seen.append(types.SimpleNamespace(
            method=self.command, target=self.path, headers=self.headers, body=body))
        kind, text = self.answer()
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = handle_any

    def answer(self):
        path, action = self.path, self.headers.get("X-TC-Action")
        if action == "GetLiveCode":
            return "application/json", '{"Response":{"LiveCode":"9532","RequestId":"r"}}'
        if action == "GetActionSequence":
            return "application/json", '{"Response":{"ActionSequence":"2,1","RequestId":"r"}}'
        if action:
            return "application/json", json.dumps({"Response": {
                "Result": "Success", "Sim": 90.0, "BestFrameBase64": FRAME, "RequestId": "r"}})
        if "GetLiveCode" in path:
            return "application/xml", "<Response><LiveCode>9532</LiveCode></Response>"
        if "GetActionSequence" in path:
            return "application/xml", "<Response><ActionSequence>1,2</ActionSequence></Response>"
        if "ci-process" in path:
            return "application/xml", (
                f"<Response><BestFrameBase64>{FRAME}</BestFrameBase64><Sim>90</Sim></Response>")
        if path.endswith("livegetfour"):
            data = '{"validate_data":"9532",}'
        elif path.endswith("idcardcompare"):
            data = '{"similarity":90.0,"session_id":"s",}'
        else:
            data = '{"live_status":0,"compare_status":0,"sim":90,"photo":"%s",}' % FRAME
        return "application/json", '{"data":%s,"code":0,"message":"OK",}' % data

    def log_message(self, *_):
        pass


def form(request):
    """Name → (file name, type, content), by a parser that knows nothing of us."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + request.body, policy=email.policy.HTTP)
    expect("a form", message.get_content_type(), "multipart/form-data")
    expect("defects of the form", message.defects, [])
    parts = {}
    for part in message.iter_parts():
        expect("disposition", part.get_content_disposition(), "form-data")
        name = part.get_param("name", header="content-disposition")
        expect(f"only one {name}", name in parts, False)
        parts[name] = (
            part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
    return parts


def text_part(content):
    return None, "text/plain", content.encode()


def check_image_signature(request):
    sign = request.headers["Authorization"]
    fields = dict(
        pair.split("=", 1) for pair in base64.b64decode(sign)[20:].decode().split("&"))
    now = int(fields["t"])
    expect("the signature's clock", abs(now - time.time()) < 60, True)
    with mock.patch.object(time, "time", return_value=now), \
            mock.patch.object(random, "randint", return_value=int(fields["r"])):
        theirs = Auth(APPID, SECRET_ID, SECRET_KEY).get_sign(fields["b"], int(fields["e"]) - now)
    expect("image signature", sign, theirs.decode())


def check_cos_signature(request, key):
    expect("token", request.headers["x-cos-security-token"], TOKEN)
    ours = request.headers["Authorization"]
    fields = dict(pair.split("=", 1) for pair in ours.split("&"))
    start, end = map(int, fields["q-sign-time"].split(";"))
    query = urllib.parse.parse_qsl(
        urllib.parse.urlsplit(request.target).query, keep_blank_values=True)
    signed = fields["q-header-list"].split(";")
    prepared = requests.Request(
        request.method, "http://" + request.headers["Host"],
        headers={name: request.headers[name] for name in signed}).prepare()
    # `prepare` adds what a body-less PUT would have.
    for name in set(prepared.headers) - set(signed):
        if name.lower() not in signed:
            del prepared.headers[name]
    config = CosConfig(Region=REGION, SecretId=SECRET_ID, SecretKey=SECRET_KEY)
    auth = CosS3Auth(config, key or "/", params=dict(query), expire=end - start - 60)
    with mock.patch.object(time, "time", return_value=start + 60):
        theirs = auth(prepared).headers["Authorization"]
    expect("COS signature", ours, theirs)


def check_cloud_signature(request):
    expect("token", request.headers["X-TC-Token"], TOKEN)
    expect("version", request.headers["X-TC-Version"], "2018-03-01")
    client = faceid_client.FaceidClient(credential.Credential(SECRET_ID, SECRET_KEY), REGION)
    sent = types.SimpleNamespace(
        method="POST", uri="/", data=request.body,
        header={name: request.headers[name] for name in ("Content-Type", "Host", "X-TC-Timestamp")})
    date = time.strftime("%Y-%m-%d", time.gmtime(int(request.headers["X-TC-Timestamp"])))
    signature = client._get_tc3_signature({}, sent, date, "faceid", SECRET_KEY)
    expect(
        "TC3 signature", request.headers["Authorization"],
        f"TC3-HMAC-SHA256 Credential={SECRET_ID}/{date}/faceid/tc3_request, "
        f"SignedHeaders=content-type;host, Signature={signature}")


class Runner:
    def __init__(self, program, folder, endpoint):
        self.program, self.endpoint = program, endpoint
        self.clip, self.card = folder / "a clip.mp4", folder / "card.jpg"
        self.identity = folder / "identity.json"
        self.identity.write_text(json.dumps({"idNumber": NUMBER, "name": NAME}))
        ffmpeg = ["ffmpeg", "-v", "error", "-nostdin", "-y"]
        subprocess.run(ffmpeg + [
            "-f", "lavfi", "-i", "testsrc2=size=320x480:rate=25:duration=3", "-f", "lavfi", "-i",
            "sine=frequency=1000:duration=3", "-pix_fmt", "yuv420p", self.clip], check=True)
        subprocess.run(ffmpeg + ["-i", self.clip, "-frames:v", "1", self.card], check=True)

    def run(self, *arguments):
        """One command that makes one request."""
        Recorder.seen.clear()
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("TENCENTCLOUD_")},
            "LIVEPREP_SECRET_ID": SECRET_ID, "LIVEPREP_SECRET_KEY": SECRET_KEY,
            "LIVEPREP_TOKEN": TOKEN}
        done = subprocess.run(
            [self.program, *map(str, arguments), "--endpoint", self.endpoint, "--appid", APPID,
             "--bucket", BUCKET, "--region", REGION, "--json"],
            env=environment, capture_output=True, text=True)
        what = " ".join(map(str, arguments[:3]))
        if done.returncode != 0:
            sys.exit(f"{what} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        for secret in (SECRET_ID, SECRET_KEY, TOKEN, NUMBER, NAME):
            expect(f"{what} keeps its secrets", secret in done.stdout + done.stderr, False)
        expect(f"{what}: requests", len(Recorder.seen), 1)
        return Recorder.seen[0], json.loads(done.stdout)


def image_calls(run, clip, card, identity):
    request, answer = run("challenge", "--target", "livedetectfour")
    expect("call 1", request.target, "/face/livegetfour")
    expect("call 1's body", json.loads(request.body), {"appid": APPID})
    expect("digits", answer["challenge"], DIGITS)
    check_image_signature(request)

    submit = ("submit", clip, "--as-is", "--validate-data", DIGITS)
    video = ("video.mp4", "video/mp4", clip.read_bytes())
    request, answer = run(
        *submit, "--target", "livedetectfour", "--card", card, "--seq", "s-1")
    expect("call 2", request.target, "/face/livedetectfour")
    expect("call 2's form", form(request), {
        "appid": text_part(APPID), "validate_data": text_part(DIGITS),
        "compare_flag": text_part("true"), "seq": text_part("s-1"), "video": video,
        "card": ("card.jpg", "image/jpeg", card.read_bytes())})
    expect("passed", (answer["outcome"], answer["similarity"]), ("passed", 90))
    check_image_signature(request)

    request, _ = run(*submit, "--target", "idcardlivedetectfour", "--identity", identity)
    expect("call 3", request.target, "/face/idcardlivedetectfour")
    expect("call 3's form", form(request), {
        "appid": text_part(APPID), "validate_data": text_part(DIGITS),
        "idcard_number": text_part(NUMBER), "idcard_name": text_part(NAME), "video": video})
    check_image_signature(request)

    request, _ = run("id-compare", "--image", card, "--identity", identity)
    expect("call 4", request.target, "/face/idcardcompare")
    expect("call 4's form", form(request), {
        "appid": text_part(APPID), "idcard_number": text_part(NUMBER),
        "idcard_name": text_part(NAME), "image": ("image.jpg", "image/jpeg", card.read_bytes())})
    check_image_signature(request)
    request, _ = run("id-compare", "--url", "https://example.com/a.jpg", "--identity", identity)
    expect("call 4's JSON", json.loads(request.body), {
        "appid": APPID, "idcard_number": NUMBER, "idcard_name": NAME,
        "url": "https://example.com/a.jpg"})


def store_calls(run, clip, identity):
    def check(request, method, key, query):
        split = urllib.parse.urlsplit(request.target)
        expect("method", request.method, method)
        expect("path", urllib.parse.unquote(split.path), "/" + key)
        expect("query", dict(urllib.parse.parse_qsl(split.query)), query)
        check_cos_signature(request, key)

    target = ("--target", "liveness-recognition", "--via", "cos")
    judged = {
        "ci-process": "LivenessRecognition", "IdCard": NUMBER, "Name": NAME, "LivenessType": "LIP",
        "ValidateData": DIGITS, "BestFrameNum": "2"}
    options = (*target, "--validate-data", DIGITS, "--identity", identity, "--best-frames", "2")
    request, _ = run("submit", clip, "--as-is", *options, "--key", KEY)
    check(request, "PUT", KEY, judged)
    digest = base64.b64encode(hashlib.md5(clip.read_bytes()).digest()).decode()
    expect("Content-MD5", request.headers["Content-MD5"], digest)
    expect("the object", request.body == clip.read_bytes(), True)
    request, _ = run("submit", *options, "--stored", KEY)
    check(request, "GET", KEY, judged)
    for mode, action in (("lip", "GetLiveCode"), ("action", "GetActionSequence")):
        request, _ = run("challenge", *target, "--mode", mode)
        check(request, "GET", "", {"ci-process": action})


def cloud_calls(run, clip, card, identity):
    def check(request, action, body):
        expect("action", request.headers["X-TC-Action"], action)
        expect(f"{action}'s JSON", json.loads(request.body), body)
        check_cloud_signature(request)

    encoded = {path: base64.b64encode(path.read_bytes()).decode() for path in (clip, card)}
    request, _ = run(
        "submit", clip, "--as-is", "--target", "liveness-recognition", "--via", "cloud", "--mode",
        "action", "--validate-data", "2,1", "--identity", identity, "--best-frames", "3")
    check(request, "LivenessRecognition", {
        "IdCard": NUMBER, "Name": NAME, "LivenessType": "ACTION", "ValidateData": "2,1",
        "VideoBase64": encoded[clip], "Optional": '{"BestFrameNum":3}'})
    request, _ = run(
        "submit", clip, "--as-is", "--target", "liveness-compare", "--mode", "silent", "--card",
        card)
    check(request, "LivenessCompare", {
        "LivenessType": "SILENT", "VideoBase64": encoded[clip], "ImageBase64": encoded[card]})
    for mode, action in (("lip", "GetLiveCode"), ("action", "GetActionSequence")):
        request, _ = run("challenge", "--target", "liveness-compare", "--mode", mode)
        check(request, action, {})


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(
            os.path.abspath(sys.argv[1]), pathlib.Path(folder),
            f"http://127.0.0.1:{server.server_port}")
        image_calls(runner.run, runner.clip, runner.card, runner.identity)
        store_calls(runner.run, runner.clip, runner.identity)
        cloud_calls(runner.run, runner.clip, runner.card, runner.identity)
    print(f"{checks} checks passed on what liveprep sends")


main()
