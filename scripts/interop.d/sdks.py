"""Drives the vendor's own SDKs against a running sandbox: all nine calls, good and bad.
`scripts/interop` runs it:

    liveprep sandbox --port 8091 --strict-json &
    python sdks.py http://127.0.0.1:8091

Needs ffmpeg. `--strict-json`, because the SDK of calls 1-4 cannot read the trailing comma that the
vendor's pages show.
"""

import base64
import os
import subprocess
import sys
import tempfile
import urllib.parse

import qcloud_image
from qcloud_cos import CosConfig, CosServiceError
from qcloud_cos.ai_recognition import AIRecognitionClient
from qcloud_image.conf import Conf
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.faceid.v20180301 import faceid_client, models

APPID = "1250000000"
BUCKET = f"bucket-{APPID}"
SECRET_ID = os.environ.get("LIVEPREP_SECRET_ID", "AKIDsandboxsandboxsandboxsandbox0000")
SECRET_KEY = os.environ.get("LIVEPREP_SECRET_KEY", "sandbox-key-that-opens-nothing-0")
# Passes the check digit; nobody's.
NUMBER, NAME = "110101199003074477", "韦小宝"

checks = 0


def expect(what, got, wanted):
    global checks
    checks += 1
    if got != wanted:
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments], check=True)


def image_calls(address, video, quiet, card):
    Conf._Conf__SERVICE_ADDR = address
    file = qcloud_image.CIFile

    def client(key=SECRET_KEY):
        made = qcloud_image.Client(APPID, SECRET_ID, key, "bucket")
        made.use_http()
        return made

    ours = client()
    digits = ours.face_livegetfour()["data"]["validate_data"]
    expect("digits", len(digits), 4)
    expect("wrong key", client("wrong").face_livegetfour()["code"], 14)
    both = ours.face_livedetectfour(digits, file(video), True, file(card))
    expect("live and compare", (both["data"]["live_status"], both["data"]["sim"]), (0, 90))
    expect("photo", base64.b64decode(both["data"]["photo"])[:2], b"\xff\xd8")
    alone = ours.face_livedetectfour(digits, file(video), False)
    expect("live alone", alone["data"], {"live_status": 0, "live_msg": "OK"})
    other = ours.face_livedetectfour("x", file(video), False)
    expect("no digits", other["code"], 21)
    soft = ours.face_livedetectfour(digits, file(quiet), False)
    expect("too quiet", soft["data"]["live_status"], -5013)
    identity = ours.face_idcardlivedetectfour(digits, file(video), NUMBER, NAME)
    expect("identity", identity["data"]["compare_status"], 0)
    invalid = ours.face_idcardlivedetectfour(digits, file(video), NUMBER[:-1] + "0", NAME)
    expect("invalid number", invalid["data"]["compare_status"], -5804)
    for picture in (file(card), qcloud_image.CIUrl("https://example.com/card.jpg")):
        compared = ours.face_idcardcompare(NUMBER, NAME, picture)
        expect("picture", compared["data"]["similarity"], 90.0)


def cos_calls(address, video, quiet):
    def client(key=SECRET_KEY):
        config = CosConfig(
            Region="ap-beijing", SecretId=SECRET_ID, SecretKey=key, Scheme="http",
            Domain=address, EndpointCi=address)
        return AIRecognitionClient(config, retry=0)

    def refusal(call, **parameters):
        try:
            call(Bucket=BUCKET, **parameters)
        except CosServiceError as error:
            return error.get_error_code()
        return None

    ours = client()
    _, code = ours.cos_get_live_code(Bucket=BUCKET)
    expect("live code", len(code["LiveCode"]), 4)
    _, actions = ours.cos_get_action_sequence(Bucket=BUCKET)
    expect("actions", actions["ActionSequence"] in ("1,2", "2,1"), True)
    expect("wrong key", refusal(client("wrong").cos_get_live_code), "SignatureDoesNotMatch")
    for key, clip in (("文件 夹/a b+c&d.mp4", video), ("quiet.mp4", quiet)):
        with open(clip, "rb") as body:
            ours.put_object(Bucket=BUCKET, Key=key, Body=body, EnableMD5=True)
    stored = {"ObjectKey": "文件 夹/a b+c&d.mp4", "IdCard": NUMBER, "Name": NAME}
    lip = {"LivenessType": "LIP", "ValidateData": code["LiveCode"]}
    _, passed = ours.cos_liveness_recognition(Bucket=BUCKET, BestFrameNum=2, **stored, **lip)
    expect("frames", (passed["Sim"], len(passed["BestFrameList"])), ("90.0", 2))
    recognize = ours.cos_liveness_recognition
    expect(
        "too quiet", refusal(recognize, **{**stored, "ObjectKey": "quiet.mp4"}, **lip),
        "FailedOperation.LipVoiceLow")
    expect(
        "no object", refusal(recognize, **{**stored, "ObjectKey": "none.mp4"}, **lip), "NoSuchKey")


def cloud_calls(address, video, card):
    def client(key=SECRET_KEY):
        profile = ClientProfile(httpProfile=HttpProfile(endpoint=address, protocol="http"))
        return faceid_client.FaceidClient(
            credential.Credential(SECRET_ID, key), "ap-guangzhou", profile)

    def text(path):
        with open(path, "rb") as file:
            return base64.b64encode(file.read()).decode()

    ours = client()
    digits = ours.GetLiveCode(models.GetLiveCodeRequest()).LiveCode
    actions = ours.GetActionSequence(models.GetActionSequenceRequest()).ActionSequence
    expect("challenges", (len(digits), actions in ("1,2", "2,1")), (4, True))
    try:
        client("wrong").GetLiveCode(models.GetLiveCodeRequest())
        expect("wrong key", "accepted", "refused")
    except TencentCloudSDKException as error:
        expect("wrong key", error.code, "AuthFailure.SignatureFailure")

    recognition = models.LivenessRecognitionRequest()
    recognition.IdCard, recognition.Name = NUMBER, NAME
    recognition.LivenessType, recognition.ValidateData = "ACTION", actions
    recognition.VideoBase64, recognition.Optional = text(video), '{"BestFrameNum":2}'
    passed = ours.LivenessRecognition(recognition)
    expect("recognition", (passed.Result, len(passed.BestFrameList)), ("Success", 2))
    recognition.IdCard = NUMBER[:-1] + "0"
    refused = ours.LivenessRecognition(recognition)
    expect("invalid number", refused.Result, "FailedOperation.IdFormatError")

    comparison = models.LivenessCompareRequest()
    comparison.LivenessType, comparison.VideoBase64 = "SILENT", text(video)
    comparison.ImageBase64 = text(card)
    expect("comparison", ours.LivenessCompare(comparison).Sim, 90.0)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    address = urllib.parse.urlparse(sys.argv[1]).netloc
    with tempfile.TemporaryDirectory() as folder:
        video, quiet, card = (f"{folder}/{name}" for name in ("a.mp4", "quiet.mp4", "card.jpg"))
        ffmpeg(
            "-f", "lavfi", "-i", "testsrc2=size=270x480:rate=25:duration=3", "-f", "lavfi", "-i",
            "sine=frequency=1000:duration=3", "-pix_fmt", "yuv420p", video)
        ffmpeg("-i", video, "-c:v", "copy", "-af", "volume=-20dB", quiet)
        ffmpeg("-i", video, "-frames:v", "1", card)
        image_calls(address, video, quiet, card)
        cos_calls(address, video, quiet)
        cloud_calls(address, video, card)
    print(f"{checks} checks passed by the vendor's SDKs against the sandbox")


main()
