import { randomBytes } from 'node:crypto';
import { normalisePhone } from '@raqam/shared/phone';
import type { RowsOf } from '../database/prepare.ts';
import { createFernet } from '../encryption/fernet.ts';
import { livingTestNumbers } from '../features/channels/sending/test-numbers.ts';
import { deleteUser } from '../features/deletion/delete-user.ts';
import { createPeople, type People } from '../features/events/person.ts';
import { confirmNumber, findLastSeen, releaseNumber } from '../features/people/account-number.queries.ts';
import { disableUser } from '../features/people/disable-user.ts';
import { exportUser } from '../features/people/export-user.ts';
import { findPerson, findPersonFacts, type Person } from '../features/people/find-person.ts';
import { findNewestEvents } from '../features/people/person.queries.ts';
import { presentAdminUser, presentSession } from '../features/people/present-admin-user.ts';
import { searchUsers } from '../features/people/search/search-users.ts';
import { setUserRole } from '../features/people/set-user-role.ts';
import { unlockPerson } from '../features/people/unlock-person.ts';
import { endUserSessions, listUserSessions } from '../features/people/user-sessions.queries.ts';
import { enableUser, type findAdminUser } from '../features/people/users.queries.ts';
import { deriveKeys } from '../keys.ts';
import { isUuid } from '../uuid.ts';
import { ALONE, type Command, type CommandContext, CommandFailed } from './command.ts';
import { describePerson, describeUser, describeUsers } from './describe-person.ts';

type UserRow = RowsOf<typeof findAdminUser>;

/** How a person is named on the command line. */
const WHO = '<who>';
/** Events that `show` prints. */
const SHOWN_EVENTS = 20;

const unlock: Command = {
  args: [WHO],
  summary: 'Forget what the limits have counted for a person, so that codes and attempts are allowed again',
  async run({ db, config, args: [who = ''], act, show }) {
    const people = peopleOf(config);
    const person = await findAnybody(db, who);
    await unlockPerson(db, people, person, act);
    show({ unlocked: true }, () => [
      `Unlocked ${person.user ? describeUser(presentAdminUser(person.user)) : person.phone}. Limits of an IP stay.`,
    ]);
  },
};

/** `pnpm raqam unlock <who>`: the same as `users unlock`. */
export const unlockCommands = { [ALONE]: unlock } satisfies Record<string, Command>;

/** `pnpm raqam users …`. `<who>` is a phone number, a telegram_id or a user id. */
export const usersCommands = {
  find: {
    args: ['[query]'],
    summary: 'Find users by name, number, its last digits or telegram_id; without a query the newest',
    options: { after: { type: 'string' } },
    async run({ db, args: [query = ''], options, show }) {
      const after = options['after'];
      if (after !== undefined && !isUuid(after))
        throw new CommandFailed('--after takes the id of the last user listed.');
      const { users: rows, next } = await searchUsers(db, query, after);
      const users = rows.map(presentAdminUser);
      show({ users, next_cursor: next ?? null }, () => [
        ...(users.length === 0 ? ['There is nobody.'] : describeUsers(users)),
        ...(next === undefined ? [] : [`There are more: --after ${next}`]),
      ]);
    },
  },
  show: {
    args: [WHO],
    summary: 'Show a person: account, sessions, newest events, limits in force, SMS. Also a number without an account',
    async run({ db, config, args: [who = ''], show }) {
      const people = peopleOf(config);
      const person = await findAnybody(db, who);
      const { user, phone } = person;
      const { country, limits, deliveries } = await findPersonFacts(db, people, person);
      const sessions = user ? (await db.run(listUserSessions, { user_id: user.id })).flatMap(presentSession) : [];
      const events = await db.run(findNewestEvents, {
        user_id: user?.id ?? null,
        people: phone === null ? [] : people.idsOf(phone),
        size: SHOWN_EVENTS,
      });
      const isTest = isTestNumber(config)(phone ?? '');
      const [seen] = user ? await db.run(findLastSeen, { id: user.id }) : [];
      const data = {
        ...{ phone, country, user: user ? presentAdminUser(user) : null, is_test_number: isTest },
        last_seen_at: seen?.last_seen_at.toISOString() ?? null,
        ...{ sessions, events, limits, deliveries },
      };
      show(data, () => describePerson(data));
    },
  },
  disable: {
    args: [WHO],
    summary: 'Disable a user: every session, code and open sign-in ends',
    async run({ db, args: [who = ''], act, show }) {
      const user = await disableUser(db, (await findAccount(db, who)).id, act);
      showUser(show, user, 'Disabled');
    },
  },
  enable: {
    args: [WHO],
    summary: 'Let a disabled user sign in again',
    async run({ db, args: [who = ''], act, show }) {
      const [user] = await db.run(enableUser, { id: (await findAccount(db, who)).id, ...act });
      showUser(show, user, 'Enabled');
    },
  },
  'end-sessions': {
    args: [WHO],
    summary: 'Sign a user out everywhere',
    async run({ db, args: [who = ''], act, show }) {
      const user = await findAccount(db, who);
      await db.run(endUserSessions, { user_id: user.id, ...act });
      showUser(show, user, 'Signed out everywhere:');
    },
  },
  'release-number': {
    args: [WHO],
    summary: 'Take the number from a user, who keeps the account: the next person who proves it gets it',
    async run({ db, args: [who = ''], act, show, confirm }) {
      const user = await findAccount(db, who);
      const shown = describeUser(presentAdminUser(user));
      await confirm(`Take the number from ${shown}? They keep the account and can sign in by Telegram.`);
      const [released] = await db.run(releaseNumber, { id: user.id, ...act });
      if (released === undefined) throw new CommandFailed('The user has no number.');
      show({ released: user.id }, () => [`Released the number of ${shown}.`]);
    },
  },
  'confirm-number': {
    args: [WHO],
    summary: 'Say that the number of an account without use is still that of its user, who then signs in by it again',
    async run({ db, args: [who = ''], act, show }) {
      const user = await findAccount(db, who);
      const [confirmed] = await db.run(confirmNumber, { id: user.id, ...act });
      if (confirmed === undefined) throw new CommandFailed('The user has not proved a number.');
      showUser(show, user, 'Confirmed the number of');
    },
  },
  unlock,
  grant: {
    args: [WHO],
    summary: 'Make a user an administrator, also the first one',
    run: (context) => changeRole(context, 'admin'),
  },
  'revoke-admin': {
    args: [WHO],
    summary: 'Take the role of an administrator from a user',
    run: (context) => changeRole(context, 'user'),
  },
  export: {
    args: [WHO],
    summary: 'Print as JSON everything that is stored about a user',
    async run({ db, config, args: [who = ''], act, print }) {
      const { fernetKeys } = config;
      const fernet = fernetKeys && createFernet(fernetKeys, Date.now, randomBytes);
      const { id } = await findAccount(db, who);
      print(JSON.stringify(await exportUser({ db, people: peopleOf(config), fernet }, id, act), null, 2));
    },
  },
  delete: {
    args: [WHO],
    summary: 'Delete a user, with everything that identifies them, from the events too',
    async run({ db, config, args: [who = ''], act, show, confirm }) {
      const user = await findAccount(db, who);
      await confirm(`Delete ${describeUser(presentAdminUser(user))}? This can’t be undone.`);
      await deleteUser({ db, people: peopleOf(config) }, user.id, { actor: 'admin', ...act });
      show({ deleted: user.id }, () => [`Deleted ${user.id}.`]);
    },
  },
} satisfies Record<string, Command>;

type Config = CommandContext['config'];

function peopleOf({ secretKeys }: Config): People {
  return createPeople(deriveKeys(secretKeys).person);
}

function isTestNumber({ testNumbers }: Config): (phone: string) => boolean {
  return (phone) => livingTestNumbers(testNumbers, Date.now()).some((number) => number.phone === phone);
}

/** Throws CommandFailed where there is neither a user nor a number. */
async function findAnybody(db: CommandContext['db'], who: string): Promise<Person> {
  const read = normalisePhone(who);
  const telegramId = /^[1-9]\d{0,15}$/.test(who) ? Number(who) : undefined;
  const byId = isUuid(who) ? await findPerson(db, { id: who }) : undefined;
  const byTelegram = telegramId === undefined ? undefined : await findPerson(db, { telegram_id: telegramId });
  const byPhone = read.ok ? await findPerson(db, { phone: read.phone }) : undefined;
  if (byTelegram && byPhone?.user && byPhone.user.id !== byTelegram.user?.id) {
    throw new CommandFailed(
      `${who} is the telegram_id of ${byTelegram.user?.id}, and without its + the number of ${byPhone.user.id}. Give the id.`,
    );
  }
  const found = byId ?? byTelegram ?? byPhone;
  if (found === undefined) {
    throw new CommandFailed(`There is no user ${who}. Give a phone number, a telegram_id or a user id.`);
  }
  return found;
}

/** Throws CommandFailed where there is no user. */
async function findAccount(db: CommandContext['db'], who: string): Promise<UserRow> {
  const { user, phone } = await findAnybody(db, who);
  if (user === undefined) throw new CommandFailed(`Nobody has registered with ${phone}.`);
  return user;
}

const roleRefusals = {
  not_found: 'The user has just been deleted.',
  admin_required: 'Only an administrator may do this.',
  phone_not_verified: 'The user has not proved a number: only then may they become an administrator.',
  number_is_test: 'The number is one of TEST_NUMBERS: whoever knows its code would be an administrator.',
} as const;

async function changeRole({ db, config, args, act, show }: CommandContext, role: 'user' | 'admin'): Promise<void> {
  const user = await findAccount(db, args[0] ?? '');
  const dependencies = { db, isTestNumber: isTestNumber(config) };
  const changed = await setUserRole(dependencies, { id: user.id, role }, { ...act, adminId: undefined });
  if (!changed.ok) throw new CommandFailed(roleRefusals[changed.error]);
  showUser(show, { ...user, role }, role === 'admin' ? 'Now an administrator:' : 'No longer an administrator:');
}

function showUser(show: CommandContext['show'], user: UserRow | undefined, done: string): void {
  if (user === undefined) throw new CommandFailed(roleRefusals.not_found);
  const shown = presentAdminUser(user);
  show({ user: shown }, () => [`${done} ${describeUser(shown)}`]);
}
