#!/usr/bin/env python3
"""Records signatures made by the vendor's own Python SDKs, with clock, key and random number fixed.

    python3 -m venv /tmp/oracle
    /tmp/oracle/bin/pip install -r scripts/interop.d/requirements.txt
    /tmp/oracle/bin/python scripts/vectors.py

writes Tests/Fixtures/signatures.json. The tests read that file and need no Python.
"""

import base64
import json
import pathlib
import random
import time
from unittest import mock
from urllib.parse import urlsplit

import requests
from qcloud_cos import AIRecognitionClient, CosConfig
from qcloud_image.auth import Auth
from tencentcloud.common import credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.faceid.v20180301 import faceid_client, models

SECRET_ID = "AKIDTESTTESTTESTTESTTESTTESTTEST0000"
SECRET_KEY = "testKeyOfNobody/With+Signs=0123456789"
TOKEN = "temporary-token/with+signs=="
NAME = "韦小宝"
ID_NUMBER = "11010519491231002X"


def image_vectors():
    cases = [
        ("1250000000", "", 1436077115, 30, 11162),
        ("1250000000", "bucket", 1700000000, 2592000, 0),
        ("200001", "桶 a+b&c", 1500000000, 7776000, 999999999),
    ]
    for appid, bucket, now, howlong, number in cases:
        with mock.patch.object(time, "time", return_value=now), \
                mock.patch.object(random, "randint", return_value=number):
            sign = Auth(appid, SECRET_ID, SECRET_KEY).get_sign(bucket, howlong)
        yield {
            "appid": appid, "bucket": bucket, "now": now, "expires": now + howlong,
            "random": number, "sign": sign.decode(),
        }


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


class Captured(Exception):
    pass


def cos_vectors():
    keys = ["video.mp4", "folder/视频 一.mp4", "a b+c&d/e=f?g#h%.mp4", "~-_.!*'()/x.mp4"]
    for index, key in enumerate(keys):
        for token in (None, TOKEN):
            now = 1700000000 + index
            yield cos(now, token, key, lambda client, key=key: client.cos_liveness_recognition(
                Bucket="examplebucket-1250000000", ObjectKey=key, IdCard=ID_NUMBER, Name=NAME,
                LivenessType="LIP", ValidateData="1234", BestFrameNum=3))
            yield cos(now, token, key, lambda client, key=key: client.put_object(
                Bucket="examplebucket-1250000000", Body=b"the video", Key=key, EnableMD5=True,
                ContentType="video/mp4"))
    yield cos(1700000000, None, "", lambda client: client.cos_get_live_code(
        Bucket="examplebucket-1250000000"))
    yield cos(1700000000, TOKEN, "", lambda client: client.cos_get_action_sequence(
        Bucket="examplebucket-1250000000"))


def cos(now, token, key, call):
    config = CosConfig(
        Region="ap-beijing", SecretId=SECRET_ID, SecretKey=SECRET_KEY, Token=token, Scheme="https")
    session = requests.session()
    client = AIRecognitionClient(config, retry=0, session=session)
    seen = {}
    from qcloud_cos import cos_auth
    filter_headers = cos_auth.filter_headers

    def spy(headers):
        seen["headers"] = filter_headers(headers)
        return seen["headers"]

    def send(self, request, **_):
        seen["request"] = request
        raise Captured()

    auth_init = cos_auth.CosS3Auth.__init__

    def init(self, *arguments, **named):
        auth_init(self, *arguments, **named)
        seen["params"] = dict(self._params)
        seen["path"] = self._path

    with mock.patch.object(time, "time", return_value=now), \
            mock.patch.object(cos_auth, "filter_headers", spy), \
            mock.patch.object(cos_auth.CosS3Auth, "__init__", init), \
            mock.patch.object(requests.Session, "send", send):
        try:
            call(client)
        except Exception:  # the SDK wraps ours; what counts is that a request was captured
            pass
    request = seen["request"]
    return {
        "method": request.method,
        "key": key,
        "path": seen["path"],
        "urlPath": urlsplit(request.url).path,
        "query": sorted([text(k), text(v)] for k, v in seen["params"].items()),
        "headers": sorted(
            [text(k), text(v)] for k, v in seen["headers"].items()),
        "start": now - 60,
        "end": now + 10000,
        "authorization": request.headers["Authorization"],
    }


def tc3_vectors():
    def recognition():
        request = models.LivenessRecognitionRequest()
        request.IdCard, request.Name, request.LivenessType = ID_NUMBER, NAME, "LIP"
        request.ValidateData = "1234"
        request.VideoBase64 = base64.b64encode(b"the video").decode()
        request.Optional = '{"BestFrameNum":3}'
        return "LivenessRecognition", request

    def compare():
        request = models.LivenessCompareRequest()
        request.LivenessType, request.ValidateData = "ACTION", "1,2"
        request.ImageBase64 = base64.b64encode(b"the image").decode()
        request.VideoUrl = "https://example.com/视频.mp4?a=b&c=d e"
        return "LivenessCompare", request

    makers = [
        recognition, compare,
        lambda: ("GetLiveCode", models.GetLiveCodeRequest()),
        lambda: ("GetActionSequence", models.GetActionSequenceRequest()),
    ]
    times = [1700000000, 1704067199, 1704067200, 951782400]  # New Year's Eve, a leap day
    for make, now in zip(makers, times):
        action, request = make()
        profile = ClientProfile(httpProfile=HttpProfile())
        client = faceid_client.FaceidClient(
            credential.Credential(SECRET_ID, SECRET_KEY, TOKEN), "ap-guangzhou", profile)
        seen = {}

        def send(req, seen=seen):
            seen["request"] = req
            raise Captured()

        with mock.patch.object(time, "time", return_value=now), \
                mock.patch.object(client.request, "send_request", send):
            try:
                getattr(client, action)(request)
            except Exception:
                pass
        sent = seen["request"]
        payload = sent.data if isinstance(sent.data, str) else sent.data.decode()
        yield {
            "action": sent.header["X-TC-Action"],
            "host": sent.header["Host"],
            "contentType": sent.header["Content-Type"],
            "payload": payload,
            "timestamp": now,
            "version": sent.header["X-TC-Version"],
            "authorization": sent.header["Authorization"],
        }


def main():
    vectors = {
        "secretId": SECRET_ID, "secretKey": SECRET_KEY, "token": TOKEN,
        "image": list(image_vectors()), "cos": list(cos_vectors()), "tc3": list(tc3_vectors()),
    }
    path = pathlib.Path(__file__).parent.parent / "Tests/Fixtures/signatures.json"
    path.write_text(json.dumps(vectors, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    print(f"{path.name}: " + ", ".join(f"{len(vectors[k])} {k}" for k in ("image", "cos", "tc3")))


if __name__ == "__main__":
    main()
