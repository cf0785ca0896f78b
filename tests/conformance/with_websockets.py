#!/usr/bin/python3
"""A participant on an implementation that is not ours: Debian's python3-websockets. Usage: with_websockets.py ORIGIN CODE FACILITATOR-LINK"""
import asyncio
import base64
import json
import os
import sys

import websockets

origin, code, link = sys.argv[1:]
activity = "AQAAAAAAAAAAAAAAAAAAAA"
patience_s = 10


class Client:
    def __init__(self, socket):
        self.socket = socket

    @staticmethod
    async def connect():
        return Client(await websockets.connect(f"{origin.replace('http', 'ws', 1)}/ws/{code}", origin=origin, subprotocols=["warsha.v1"]))

    async def next(self, kind, is_it=lambda message: True):
        async def read():
            while True:
                message = json.loads(await self.socket.recv())
                if message["type"] in kind.split("|") and is_it(message):
                    return message

        return await asyncio.wait_for(read(), patience_s)

    async def send(self, message):
        await self.socket.send(json.dumps(message))

    async def hello(self, **members):
        await self.send({"type": "hello", **members})
        await self.next("welcome")
        return await self.next("view")

    async def command(self, body):
        cid = base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("=")
        await self.send({"type": "command", "cid": cid, "body": body})
        return await self.next("receipt|rejection", lambda message: message["cid"] == cid)


async def main():
    link_id, secret = link.split("#")[1].split(".")
    desk = await Client.connect()
    await desk.hello(role="facilitator", link={"link": link_id, "secret": secret})
    assert (await desk.command({"type": "start_room"}))["type"] == "receipt"
    assert (await desk.command({"type": "open_activity", "activity": activity}))["type"] == "receipt"

    phone = await Client.connect()
    assert phone.socket.subprotocol == "warsha.v1"
    assert not phone.socket.extensions, "this library offers compression, and the server does not take it"
    view = await phone.hello(role="participant")
    assert view["view"]["room"]["code"] == code
    assert (await phone.command({"type": "join", "language": "ar", "name": "ياسين 🌿"}))["type"] == "receipt"
    ballot = {"type": "cast_ballot", "activity": activity, "round": 1, "revision": 1, "marks": [{"item": activity, "points": 1}], "abstain": False}
    receipt = await phone.command(ballot)
    assert receipt["type"] == "receipt", receipt
    tally = await phone.next("tally", lambda message: message["as_of"] >= receipt["position"]["offset"])
    assert tally["round"]["voters"] == 1

    await asyncio.wait_for(await phone.socket.ping(b"from websockets"), patience_s)

    # One message in three fragments.
    await phone.socket.send(['{"type":', '"ping",', '"t":7}'])
    assert (await phone.next("pong"))["t"] == 7

    await phone.socket.close(1000)
    assert phone.socket.close_code == 1000, phone.socket.close_code
    await desk.socket.close()
    print("websockets: joined, voted, counted, pinged, in fragments, closed")


asyncio.run(main())
