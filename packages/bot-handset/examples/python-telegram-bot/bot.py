"""A small bot for python-telegram-bot 13; README.md has the one for 20 and later."""

import os

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.ext import CallbackQueryHandler, CommandHandler, Filters, MessageHandler, Updater

API_ROOT = os.environ.get("TELEGRAM_API_ROOT", "https://api.telegram.org")


def start(update, context):
    button = KeyboardButton("Share my number", request_contact=True)
    name = update.effective_user.first_name
    update.message.reply_text(f"Hello, {name}!", reply_markup=ReplyKeyboardMarkup([[button]], resize_keyboard=True))


def ask_for_confirmation(update, context):
    update.message.reply_text("Thank you.", reply_markup=ReplyKeyboardRemove())
    buttons = [InlineKeyboardButton("Yes", callback_data="yes"), InlineKeyboardButton("No", callback_data="no")]
    number = update.message.contact.phone_number
    update.message.reply_text(f"Is {number} your number?", reply_markup=InlineKeyboardMarkup([buttons]))


def save(update, context):
    update.callback_query.answer("Saved")
    update.callback_query.edit_message_text("Your number is saved.")


def echo_photo(update, context):
    update.message.reply_photo(update.message.photo[-1].file_id, caption=f"You sent: {update.message.caption or ''}")


updater = Updater(os.environ["BOT_TOKEN"], base_url=f"{API_ROOT}/bot", base_file_url=f"{API_ROOT}/file/bot")
updater.dispatcher.add_handler(CommandHandler("start", start))
updater.dispatcher.add_handler(MessageHandler(Filters.contact, ask_for_confirmation))
updater.dispatcher.add_handler(CallbackQueryHandler(save, pattern="^yes$"))
updater.dispatcher.add_handler(MessageHandler(Filters.photo, echo_photo))
updater.start_polling()
updater.idle()
