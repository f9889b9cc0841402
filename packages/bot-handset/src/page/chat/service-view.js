import { element } from '../dom.js';
import { amountText } from './amount-text.js';
import { summaryOf } from './media-view.js';

/** Shows a service message, such as a pin; undefined for any other. */
export function serviceView(message) {
  const text = textOf(message);
  if (text === undefined) return undefined;
  return element('p', { className: 'message service', 'data-id': String(message.message_id) }, text);
}

function textOf(message) {
  const name = message.from?.first_name ?? message.sender_chat?.title ?? 'Somebody';
  const { pinned_message: pinned, successful_payment: payment, refunded_payment: refund } = message;
  if (pinned) return `${name} pinned “${summaryOf(pinned)}”`;
  if (payment) return `You paid ${amountText(payment)}`;
  if (refund) return `${amountText(refund)} came back`;
  if (message.new_chat_members) return `${message.new_chat_members.map(nameOf).join(', ')} joined the chat`;
  if (message.left_chat_member) return `${nameOf(message.left_chat_member)} left the chat`;
  if (message.new_chat_title) return `${name} changed the title to “${message.new_chat_title}”`;
  if (message.web_app_data) return `You sent data of “${message.web_app_data.button_text}” to the bot`;
  return undefined;
}

function nameOf({ first_name }) {
  return first_name;
}
