import { deleteExpired } from '@raqam/api/clean-up';
import { connectDatabase } from '@raqam/api/database/database';

/** The api's clean-up, at once instead of a minute after the start, as in a second replica. */
const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('The first argument is the address of the database');
const db = connectDatabase({ url });
await deleteExpired(db, {
  eventsKeepDays: 180,
  onError(error) {
    throw error;
  },
});
await db.close();
