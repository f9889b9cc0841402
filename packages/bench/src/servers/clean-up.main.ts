import { deleteExpired } from '@raqam/api/clean-up';
import { connectDatabase } from '@raqam/api/database/database';

/** The api's clean-up, at once instead of a minute after the start, as in a second replica. */
const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('The first argument is the URL of the database');
const db = connectDatabase({ url });
const errors: Error[] = [];
await deleteExpired(db, { eventsKeepDays: 180, onError: (error) => errors.push(error) });
await db.close();
if (errors.length > 0) throw new AggregateError(errors, 'The clean-up failed');
