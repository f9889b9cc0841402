"""Tests of bot.py, which runs as it does in production. Start `npx bot-handset` first; see README.md."""

import pathlib
import subprocess
import sys
import unittest

from handset import Bot, Person

BOT = pathlib.Path(__file__).with_name("bot.py")


class BotTest(unittest.TestCase):
    def setUp(self):
        bot = Bot()
        process = subprocess.Popen([sys.executable, BOT], env=bot.environment)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.aziza = Person(bot, first_name="Aziza", phone="+998901234567")

    def test_a_person_shares_a_number_and_confirms_it(self):
        self.aziza.send("/start")
        self.aziza.expect("Hello, Aziza!")
        self.aziza.send({"contact": "own"})
        self.aziza.expect("Is 998901234567 your number?")
        self.assertEqual(self.aziza.press("Yes")["text"], "Saved")
        self.aziza.expect("Your number is saved.")

    def test_the_bot_sends_a_photo_back(self):
        self.aziza.send({"photo": True, "caption": "Samarkand"})
        self.assertIn("photo", self.aziza.expect("You sent: Samarkand"))


if __name__ == "__main__":
    unittest.main()
