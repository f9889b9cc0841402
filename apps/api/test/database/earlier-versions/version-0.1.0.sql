-- A database of version 0.1.0, with rows that its api wrote.
-- Times are relative, so that codes and limits are as fresh as then. Keys and numbers are those of the tests.

CREATE TABLE kysely_migration (name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL);
CREATE TABLE kysely_migration_lock (id varchar(255) PRIMARY KEY, is_locked integer NOT NULL DEFAULT 0);

CREATE TABLE users (
  id uuid PRIMARY KEY,
  phone text UNIQUE CHECK (phone ~ '^\+[1-9][0-9]{8,14}$'),
  telegram_id bigint UNIQUE CHECK (telegram_id BETWEEN 1 AND 4503599627370496),
  first_name text NOT NULL DEFAULT '' CHECK (char_length(first_name) <= 100),
  last_name text NOT NULL DEFAULT '' CHECK (char_length(last_name) <= 100),
  address text NOT NULL DEFAULT '' CHECK (char_length(address) <= 500),
  passport_id text NOT NULL DEFAULT '',
  role text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
  is_active boolean NOT NULL DEFAULT true,
  is_verified boolean NOT NULL DEFAULT false,
  date_joined timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE codes (
  channel text NOT NULL CHECK (channel IN ('telegram', 'sms')),
  phone text NOT NULL CHECK (phone ~ '^\+[1-9][0-9]{8,14}$'),
  PRIMARY KEY (channel, phone),
  digest bytea CHECK (octet_length(digest) = 32),
  is_used boolean NOT NULL DEFAULT false,
  proof text NOT NULL CHECK (proof IN ('contact', 'typed', 'sms')),
  telegram_id bigint,
  first_name text NOT NULL DEFAULT '',
  last_name text NOT NULL DEFAULT '',
  expires_at timestamptz NOT NULL,
  tries smallint NOT NULL DEFAULT 0,
  issued_at timestamptz[] NOT NULL,
  missed_at timestamptz[] NOT NULL DEFAULT '{}',
  CHECK ((channel = 'telegram') = (telegram_id IS NOT NULL)),
  CHECK ((channel = 'sms') = (proof = 'sms'))
)
WITH (fillfactor = 60);

CREATE UNIQUE INDEX codes_one_live_per_telegram_id ON codes (telegram_id)
WHERE channel = 'telegram' AND digest IS NOT NULL;

CREATE TABLE code_requesters (
  telegram_id bigint PRIMARY KEY,
  issued_at timestamptz[] NOT NULL
);

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  device_id text NOT NULL,
  UNIQUE (user_id, device_id),
  device_name text NOT NULL DEFAULT '',
  ip_address inet,
  user_agent text NOT NULL DEFAULT '',
  generation integer NOT NULL DEFAULT 0,
  rotated_at timestamptz NOT NULL DEFAULT now(),
  newest_used boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sms_days (
  day date PRIMARY KEY,
  sent integer NOT NULL
);

CREATE TABLE sms_reports (
  gateway_id text PRIMARY KEY,
  status text NOT NULL CHECK (status IN ('waiting', 'delivered', 'undelivered', 'expired', 'rejected', 'other')),
  gateway_status text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO kysely_migration (name, timestamp) VALUES
  ('0001-users-codes-sessions', '2026-11-21T20:02:44.006Z'),
  ('0002-sms', '2026-11-21T20:02:44.017Z');

INSERT INTO kysely_migration_lock (id, is_locked) VALUES
  ('migration_lock', 0);

INSERT INTO users (id, phone, telegram_id, first_name, last_name, address, passport_id, role, is_active, is_verified, date_joined) VALUES
  ('1813a288-a0e6-42b5-8ad9-a52fcc42f8ea', '+998901110004', 5000000004, 'Disabled', 'Person', '', '', 'user', false, true, now() - interval '3 s'),
  ('47728377-aaa2-42a4-ac1a-58b704df53ea', '+998901110021', NULL, '', '', '', '', 'user', true, true, now() - interval '2 s'),
  ('5e8e5ea2-db76-4c24-b5ca-d0176de4a788', '+998901110011', 5000000011, '', '', '', '', 'user', true, true, now() - interval '0 s'),
  ('62a8d2b0-fb6b-42b8-9691-11d1632adee8', NULL, 5000000005, 'Loser', 'Number', '', '', 'user', true, false, now() - interval '3 s'),
  ('81449207-5ee8-4c50-9cec-82b7698beed8', '+998901110002', 5000000002, 'Aziza', 'Karimova', 'Toshkent, Amir Temur 1', 'gAAAAABrAfjr1QshFcf5GNw4VDuoPfdFy6-0Z7RW8OhhiR60N0aKk3OzibwOh6X7UCWhi1tXgwTIbmq6vyZBe2u-lr3P-3o-PA==', 'user', true, true, now() - interval '1728002 s'),
  ('a284c8d7-74ca-4820-8ccb-5cd7b7988a44', '+998901110006', 5000000006, 'Winner', 'Number', '', '', 'user', true, true, now() - interval '3 s'),
  ('bcf5606c-76d0-40e6-9fc0-c0bc9f9f6016', '+998901110003', 5000000003, 'Typed', 'Number', '', '', 'user', true, false, now() - interval '3 s'),
  ('efa81025-efe7-4c87-9bba-77b57b4651e0', '+998901110012', 5000000012, 'Bobur', 'Admin', '', '', 'admin', true, true, now() - interval '3 s');

INSERT INTO codes (channel, phone, digest, is_used, proof, telegram_id, first_name, last_name, expires_at, tries, issued_at, missed_at) VALUES
  ('sms', '+998901110021', '\xab92aeef91802778517992061f9f5552ddb9545ee504b0c1cbb73a87708c8c85', true, 'sms', NULL, '', '', now() - interval '74607 s', 0, ARRAY[now() - interval '74727 s'], '{}'),
  ('sms', '+998901110022', '\x74880f9735f4510ab7747c3cb06de983bbbe26526a9ffc480489ef18f4051a22', false, 'sms', NULL, '', '', now() + interval '120 s', 0, ARRAY[now() - interval '0 s'], '{}'),
  ('sms', '+998901110023', '\xafa20707ee4774c878522ccce8867deb9e6141b789b9b7c88ab26a31db9bb7f0', false, 'sms', NULL, '', '', now() - interval '2422 s', 5, ARRAY[now() - interval '2542 s', now() - interval '2664 s'], ARRAY[now() - interval '2542 s', now() - interval '2542 s', now() - interval '2542 s', now() - interval '2542 s', now() - interval '2542 s', now() - interval '2663 s', now() - interval '2663 s', now() - interval '2663 s', now() - interval '2663 s', now() - interval '2664 s']),
  ('sms', '+998901110024', '\x9a5cc697d03429082be6314074e13f1d86898ff9526b96536aeb28eda244772f', false, 'sms', NULL, '', '', now() - interval '786 s', 0, ARRAY[now() - interval '906 s', now() - interval '1207 s', now() - interval '1508 s', now() - interval '1809 s', now() - interval '2111 s'], '{}'),
  ('telegram', '+998901110001', '\x7113fda88a60643a7bf843231ef791bfae6fb2d35ff134ebce8ffcf380cdaf93', false, 'contact', 5000000001, '', '', now() - interval '1542 s', 0, ARRAY[now() - interval '2142 s', now() - interval '2173 s', now() - interval '2204 s', now() - interval '2235 s', now() - interval '2266 s', now() - interval '2297 s', now() - interval '2328 s', now() - interval '2359 s', now() - interval '2390 s', now() - interval '2421 s'], '{}'),
  ('telegram', '+998901110002', '\x8fee1d29770d8874e9c2b6f5a87b2db8e3418b38f0a628f19758f2d0cbbb52de', true, 'contact', 5000000002, '', '', now() - interval '336927 s', 0, ARRAY[now() - interval '337527 s', now() - interval '1374328 s'], '{}'),
  ('telegram', '+998901110003', '\x99e289072bdc75a928e006ea9bb2ea1939b8436e567caa987c86f125d7383f6b', true, 'typed', 5000000003, 'Typed', 'Number', now() - interval '77727 s', 0, ARRAY[now() - interval '78327 s'], '{}'),
  ('telegram', '+998901110004', '\x6583966f7db6d4203c39dcfe5b6a1f10db977dd635debe411a260cb25d048fff', true, 'contact', 5000000004, 'Disabled', 'Person', now() - interval '77727 s', 0, ARRAY[now() - interval '78327 s'], '{}'),
  ('telegram', '+998901110006', '\x7d408743815cf4ae238619da66afc028bda97e87b6fba6abc35bfd2d94d294fa', true, 'contact', 5000000006, 'Winner', 'Number', now() - interval '74127 s', 0, ARRAY[now() - interval '74727 s'], '{}'),
  ('telegram', '+998901110007', '\xa0cf39c0c0cc477ac30a63ab0f80e61eab7c10ed39bf186a69009d9543052bad', false, 'contact', 5000000007, 'Pending', 'Person', now() + interval '600 s', 0, ARRAY[now() - interval '0 s'], '{}'),
  ('telegram', '+998901110008', '\x298e2c7bf6ea97f1f41198fbd178e1e8f74b4d3a76cb4b59c1fc87abe34146dc', false, 'contact', 5000000008, '', '', now() - interval '5 s', 0, ARRAY[now() - interval '605 s'], '{}'),
  ('telegram', '+998901110009', '\xd4e61182c1ad3b9565f737a7bc4c9462863bb7f285d69a22f6b2e4693dbd86d6', false, 'typed', 5000000009, '', '', now() - interval '2064 s', 0, ARRAY[now() - interval '2664 s', now() - interval '2695 s', now() - interval '2726 s'], ARRAY[now() - interval '2695 s', now() - interval '2695 s', now() - interval '2695 s', now() - interval '2695 s', now() - interval '2695 s', now() - interval '2726 s', now() - interval '2726 s', now() - interval '2726 s', now() - interval '2726 s', now() - interval '2726 s']),
  ('telegram', '+998901110010', '\x0cd8883e0073344b63fa7446126d02c82b7a4b2c2bd23bd77e753a74a3290791', false, 'contact', 5000000010, 'Tried', 'Person', now() + interval '600 s', 3, ARRAY[now() - interval '0 s'], ARRAY[now() - interval '0 s', now() - interval '0 s', now() - interval '0 s']),
  ('telegram', '+998901110011', '\xabca8788cf3c86dfd60b3226f535f06d5f471746f5bb4ebf1dba0a71a72ed73b', true, 'contact', 5000000011, '', '', now() + interval '600 s', 0, ARRAY[now() - interval '0 s'], '{}'),
  ('telegram', '+998901110012', '\xab437841db02837ff5126fb71a323e715f7e099c9d3ea1eff2269469b6a11032', true, 'contact', 5000000012, 'Bobur', 'Admin', now() - interval '1373728 s', 0, ARRAY[now() - interval '1374328 s'], '{}');

INSERT INTO code_requesters (telegram_id, issued_at) VALUES
  (5000000001, ARRAY[now() - interval '2142 s', now() - interval '2173 s', now() - interval '2204 s', now() - interval '2235 s', now() - interval '2266 s', now() - interval '2297 s', now() - interval '2328 s', now() - interval '2359 s', now() - interval '2390 s', now() - interval '2421 s']),
  (5000000002, ARRAY[now() - interval '337527 s', now() - interval '1374328 s']),
  (5000000003, ARRAY[now() - interval '78327 s']),
  (5000000004, ARRAY[now() - interval '78327 s']),
  (5000000005, ARRAY[now() - interval '78327 s']),
  (5000000006, ARRAY[now() - interval '74727 s']),
  (5000000007, ARRAY[now() - interval '0 s']),
  (5000000008, ARRAY[now() - interval '605 s']),
  (5000000009, ARRAY[now() - interval '2664 s', now() - interval '2695 s', now() - interval '2726 s']),
  (5000000010, ARRAY[now() - interval '0 s']),
  (5000000011, ARRAY[now() - interval '0 s']),
  (5000000012, ARRAY[now() - interval '1374328 s']);

INSERT INTO sessions (id, user_id, device_id, device_name, ip_address, user_agent, generation, rotated_at, newest_used, created_at, last_used_at) VALUES
  ('0b3213f0-b6ec-4d9b-90e3-758a692882e0', '62a8d2b0-fb6b-42b8-9691-11d1632adee8', 'loser-phone', '', '203.0.113.7/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '78327 s', true, now() - interval '78327 s', now() - interval '78327 s'),
  ('2bcca38f-84fc-4b14-ad8f-713335687140', 'efa81025-efe7-4c87-9bba-77b57b4651e0', 'admin-laptop', '', '203.0.113.3/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '1374328 s', true, now() - interval '1374328 s', now() - interval '1374328 s'),
  ('4d0fee1c-9954-4731-ae23-b974f2919c3d', '47728377-aaa2-42a4-ac1a-58b704df53ea', 'sms-phone', 'iPhone 15', '203.0.113.10/32', 'lightMyRequest', 0, now() - interval '74726 s', true, now() - interval '74726 s', now() - interval '74726 s'),
  ('58608a68-0a10-4c3b-8285-4ca78fc4386b', '81449207-5ee8-4c50-9cec-82b7698beed8', 'owner-phone', 'Redmi Note 13', '127.0.0.1/32', 'Mozilla/5.0 (Linux; Android 14)', 1, now() - interval '78327 s', false, now() - interval '337527 s', now() - interval '78327 s'),
  ('58a38b29-6fcf-4ccd-b712-41b1f782d3c5', 'a284c8d7-74ca-4820-8ccb-5cd7b7988a44', 'winner-phone', '', '203.0.113.8/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '74727 s', true, now() - interval '74727 s', now() - interval '74727 s'),
  ('85d570de-a771-4b57-9c53-45b419586de8', '5e8e5ea2-db76-4c24-b5ca-d0176de4a788', 'used-phone', '', '203.0.113.39/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '0 s', true, now() - interval '0 s', now() - interval '0 s'),
  ('bc09f962-39a0-4d09-8aa6-c973d55787bf', 'bcf5606c-76d0-40e6-9fc0-c0bc9f9f6016', 'typed-phone', '', '203.0.113.5/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '78327 s', true, now() - interval '78327 s', now() - interval '78327 s'),
  ('f45710e2-d876-4a4a-8806-f2f3c90de687', '1813a288-a0e6-42b5-8ad9-a52fcc42f8ea', 'disabled-phone', '', '203.0.113.6/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '78327 s', true, now() - interval '78327 s', now() - interval '78327 s'),
  ('fd1f0480-11b3-453d-8d97-e614c01ae76f', '81449207-5ee8-4c50-9cec-82b7698beed8', 'owner-tablet', 'Galaxy Tab', '203.0.113.2/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '1374328 s', true, now() - interval '1374328 s', now() - interval '1374328 s');

INSERT INTO sms_days (day, sent) VALUES
  ((now() AT TIME ZONE 'UTC')::date, 9),
  ((now() AT TIME ZONE 'UTC')::date - 1, 7);

INSERT INTO sms_reports (gateway_id, status, gateway_status, created_at, updated_at) VALUES
  ('02c8e032-bc7d-43d0-b530-0e9b150cd506', 'delivered', 'DELIVRD', now() - interval '0 s', now() + interval '4 s'),
  ('3ff42625-b8fc-4d7a-b7f0-f43a5ae53e21', 'undelivered', 'UNDELIV', now() - interval '1 s', now() - interval '1 s'),
  ('432fb5d5-a9c5-4f8f-a244-cbda869b925a', 'waiting', '', now() - interval '0 s', now() - interval '0 s'),
  ('489f8c01-55d0-4927-a4c8-5ca5672f2071', 'waiting', '', now() - interval '1 s', now() - interval '1 s'),
  ('85f47ae8-a0d4-4278-93ca-ffa00da3283f', 'waiting', '', now() - interval '3 s', now() - interval '3 s'),
  ('b59fc30b-90bb-4c2b-8777-525ed2f0b029', 'waiting', '', now() - interval '2 s', now() - interval '2 s'),
  ('c65a06bf-1a99-426d-b989-6cae2c191b6a', 'waiting', '', now() - interval '0 s', now() - interval '0 s'),
  ('d34d0aa4-4966-41d3-a042-63a6fed4285d', 'waiting', '', now() - interval '0 s', now() - interval '0 s'),
  ('ed93aca9-ddfd-435f-9246-9e4b7366a697', 'waiting', '', now() - interval '0 s', now() - interval '0 s');
