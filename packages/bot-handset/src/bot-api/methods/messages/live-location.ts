import type { Location } from '@grammyjs/types';
import { unixTime } from '../../../durations.ts';
import { badRequest } from '../../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../../request/method-context.ts';
import { change, type Edited, messageToEdit, readMarkup } from './edit-message.ts';
import { readLocation } from './send-place.ts';

/** The method `editMessageLiveLocation`. No clock ends the `live_period`. */
export function editMessageLiveLocation(context: MethodContext): MethodResult {
  const place = readLocation(context.args);
  const edited = messageToEdit(context);
  return move(context, edited, { ...liveLocationOf(edited), ...place });
}

/** The method `stopMessageLiveLocation`. */
export function stopMessageLiveLocation(context: MethodContext): MethodResult {
  const edited = messageToEdit(context);
  const { latitude, longitude } = liveLocationOf(edited);
  return move(context, edited, { latitude, longitude });
}

function liveLocationOf({ stored }: Edited): Location {
  const { location } = stored.message;
  if (!location?.live_period) throw badRequest("message can't be edited");
  return location;
}

function move(context: MethodContext, edited: Edited, location: Location): MethodResult {
  const markup = readMarkup(context, edited);
  const { reply_markup: _old, ...kept } = edited.stored.message;
  return change(context, edited, { ...kept, location, ...markup, edit_date: unixTime() });
}
