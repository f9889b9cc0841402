"""A small bot for aiogram 3."""

import asyncio
import os

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

API_ROOT = os.environ.get("TELEGRAM_API_ROOT", "https://api.telegram.org")

dispatcher = Dispatcher()


@dispatcher.message(CommandStart())
async def start(message: Message):
    button = KeyboardButton(text="Share my number", request_contact=True)
    keyboard = ReplyKeyboardMarkup(keyboard=[[button]], resize_keyboard=True)
    await message.answer(f"Hello, {message.from_user.first_name}!", reply_markup=keyboard)


@dispatcher.message(F.contact)
async def ask_for_confirmation(message: Message):
    await message.answer("Thank you.", reply_markup=ReplyKeyboardRemove())
    yes = InlineKeyboardButton(text="Yes", callback_data="yes")
    no = InlineKeyboardButton(text="No", callback_data="no")
    number = message.contact.phone_number
    await message.answer(f"Is {number} your number?", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[yes, no]]))


@dispatcher.callback_query(F.data == "yes")
async def save(query: CallbackQuery):
    await query.answer("Saved")
    await query.message.edit_text("Your number is saved.")


@dispatcher.message(F.photo)
async def echo_photo(message: Message):
    await message.answer_photo(message.photo[-1].file_id, caption=f"You sent: {message.caption or ''}")


async def main():
    session = AiohttpSession(api=TelegramAPIServer.from_base(API_ROOT))
    async with Bot(os.environ["BOT_TOKEN"], session=session) as bot:
        await dispatcher.start_polling(bot)


asyncio.run(main())
