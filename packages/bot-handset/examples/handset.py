"""People for tests of a Telegram bot: what they do is a call to the HTTP API of a running `npx bot-handset`.

Everything waits for an event, by a long poll. Only the standard library is needed.
"""

import json
import os
import random
import time
import urllib.request

URL = os.environ.get("BOT_HANDSET_URL", "http://127.0.0.1:8081")
LIMIT_SECONDS = float(os.environ.get("BOT_HANDSET_LIMIT_SECONDS", "10"))


def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{URL}/handset{path}", data, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


class Bot:
    """A new bot, which no other test uses. Point the real one at it: `environment`."""

    def __init__(self):
        bot_id = random.randrange(10**9, 10**15)
        self.token = f"{bot_id}:token-of-a-test"
        self.username = f"test_{bot_id}_bot"
        call("/bots", {"token": self.token, "username": self.username})
        self.environment = {**os.environ, "BOT_TOKEN": self.token, "TELEGRAM_API_ROOT": URL}


class Person:
    """A person in the private chat with a bot."""

    def __init__(self, bot, first_name="Aziza", phone="+998901234567", language="uz"):
        self.bot = bot
        self.path = f"/users/{random.randrange(10**9, 10**15)}"
        telegram_id = int(self.path.split("/")[-1])
        fields = {"telegram_id": telegram_id, "first_name": first_name, "phone": phone, "language_code": language}
        call("/users", fields)

    def send(self, action):
        """Sends a text, or does an action of the handset API."""
        body = {"text": action} if isinstance(action, str) else action
        return call(f"{self.path}/messages?bot={self.bot.username}", body)

    def messages(self):
        return call(f"{self.path}/messages?bot={self.bot.username}")

    def expect(self, text):
        """Waits for a message of the bot that has this text or caption; returns the newest."""

        def find(messages):
            found = [each for each in messages if each["from"]["is_bot"] and text in text_of(each)]
            return found[-1] if found else None

        return self._until(find, f"The bot sent no message with “{text}”")

    def press(self, name):
        """Presses the newest inline button with this text; returns what the bot showed by answerCallbackQuery."""

        def find(messages):
            for message in reversed(messages):
                for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                    for button in row:
                        if button["text"] == name:
                            return {"callback_data": button["callback_data"], "message_id": message["message_id"]}
            return None

        query_id = self.send(self._until(find, f"There is no button “{name}”"))["callback_query_id"]
        answer = call(f"/callbacks/{query_id}?bot={self.bot.username}&wait={LIMIT_SECONDS}")
        if not answer["is_answered"]:
            raise AssertionError(f"The bot did not answer the press of “{name}”")
        return answer

    def _until(self, find, failure):
        deadline = time.monotonic() + LIMIT_SECONDS
        chat = f"{self.path}/chat?bot={self.bot.username}"
        while True:
            revision = call(chat)["revision"]
            messages = self.messages()
            found = find(messages)
            if found is not None:
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                lines = [f"  {each['from']['first_name']}: {text_of(each)}" for each in messages]
                raise AssertionError("\n".join([f"{failure}. The chat:", *lines]))
            call(f"{chat}&seen={revision}&wait={min(left, 30)}")


def text_of(message):
    return message.get("text") or message.get("caption") or ""
