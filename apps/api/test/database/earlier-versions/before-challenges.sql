-- A database as the migrations before 0005-challenges-budgets-events left it, with rows that the api of then wrote.
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

ALTER TABLE codes
  ADD COLUMN seed bytea CHECK (octet_length(seed) = 16),
  ADD COLUMN request_id text,
  ADD COLUMN used_at timestamptz,
  ADD COLUMN session_id uuid,
  ADD COLUMN known_tries smallint NOT NULL DEFAULT 0,
  ADD COLUMN known_failed_at timestamptz[] NOT NULL DEFAULT '{}',
  ADD COLUMN known_issued_at timestamptz[] NOT NULL DEFAULT '{}',
  ADD COLUMN cleared_at timestamptz[] NOT NULL DEFAULT '{}';

ALTER TABLE code_requesters ADD COLUMN request_id text;

CREATE INDEX sessions_by_rotation ON sessions (rotated_at);

CREATE INDEX sms_reports_by_age ON sms_reports (created_at);

CREATE TABLE fernet_canary (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  token text NOT NULL
);

INSERT INTO kysely_migration (name, timestamp) VALUES
  ('0001-users-codes-sessions', '2026-11-21T20:03:01.916Z'),
  ('0002-sms', '2026-11-21T20:03:01.929Z'),
  ('0003-known-devices-and-lost-answers', '2026-11-21T20:03:01.946Z'),
  ('0004-fernet-canary', '2026-11-21T20:03:01.953Z');

INSERT INTO kysely_migration_lock (id, is_locked) VALUES
  ('migration_lock', 0);

INSERT INTO users (id, phone, telegram_id, first_name, last_name, address, passport_id, role, is_active, is_verified, date_joined) VALUES
  ('4218ea4a-01d3-41cb-bf22-a0a5ecba00d4', '+998901110004', 5000000004, 'Disabled', 'Person', '', '', 'user', false, true, now() - interval '2 s'),
  ('42a77c1a-71ec-42fa-a045-1cbffb86caaa', '+998901110002', 5000000002, 'Aziza', 'Karimova', 'Toshkent, Amir Temur 1', 'gAAAAABrAfj8JDH_Tkr-2tEpEQQkCHVQwCCU34nXIcy0xL8b92jyvDeGcJRSyyc0kRxGaP7VGczzsxPNV5B5aGY54O4EL8qhcw==', 'user', true, true, now() - interval '1728001 s'),
  ('44fa619b-8a7c-4514-bf4d-640d986afcb1', '+998901110012', 5000000012, 'Bobur', 'Admin', '', '', 'admin', true, true, now() - interval '2 s'),
  ('45fee1b7-758c-4481-8b30-ba7257f3a9a7', '+998901110021', NULL, '', '', '', '', 'user', true, true, now() - interval '2 s'),
  ('64536908-6972-4d60-abd9-ad6cfeb06dab', '+998901110006', 5000000006, 'Winner', 'Number', '', '', 'user', true, true, now() - interval '2 s'),
  ('9399638e-f789-4d74-a8a9-9db0a6242e79', '+998901110003', 5000000003, 'Typed', 'Number', '', '', 'user', true, false, now() - interval '2 s'),
  ('d088e1a4-432c-4e5d-b6ec-8c4f91eab22f', '+998901110011', 5000000011, '', '', '', '', 'user', true, true, now() - interval '0 s'),
  ('faeecd81-4690-4db5-a54d-51d3a06fa025', NULL, 5000000005, '', '', '', '', 'user', true, false, now() - interval '2 s');

INSERT INTO codes (channel, phone, digest, is_used, proof, telegram_id, first_name, last_name, expires_at, tries, issued_at, missed_at, seed, request_id, used_at, session_id, known_tries, known_failed_at, known_issued_at, cleared_at) VALUES
  ('sms', '+998901110021', '\xba49d91a5029edf4f2fb873319c7b2bdadf5f813783573b760b0174c2609d59d', false, 'sms', NULL, '', '', now() + interval '120 s', 0, ARRAY[now() - interval '0 s', now() - interval '0 s', now() - interval '74726 s'], '{}', NULL, NULL, now() - interval '74726 s', 'c48f8af0-bf6d-4205-93fd-3bd737faed81', 0, ARRAY[now() - interval '0 s', now() - interval '0 s'], ARRAY[now() - interval '0 s'], '{}'),
  ('sms', '+998901110022', '\x31bca29db8b240860f4d89c89e4e77c1703bbef77da9233d7982fec9a3b199f6', false, 'sms', NULL, '', '', now() + interval '120 s', 0, ARRAY[now() - interval '0 s'], '{}', NULL, NULL, NULL, NULL, 0, '{}', '{}', '{}'),
  ('sms', '+998901110023', '\x28ffcd17328fb3271bc346aa1c666c1a11f3318ba498c75bdff8637fca25dee8', false, 'sms', NULL, '', '', now() - interval '2422 s', 5, ARRAY[now() - interval '2542 s', now() - interval '2663 s'], ARRAY[now() - interval '2542 s', now() - interval '2542 s', now() - interval '2542 s', now() - interval '2542 s', now() - interval '2542 s', now() - interval '2663 s', now() - interval '2663 s', now() - interval '2663 s', now() - interval '2663 s', now() - interval '2663 s'], NULL, NULL, NULL, NULL, 0, '{}', '{}', '{}'),
  ('sms', '+998901110024', '\x7e073d81eda4703fd05602bede71e01a011c08ae4c731d180bf91905f2e81f13', false, 'sms', NULL, '', '', now() - interval '786 s', 0, ARRAY[now() - interval '906 s', now() - interval '1207 s', now() - interval '1508 s', now() - interval '1809 s', now() - interval '2110 s'], '{}', NULL, NULL, NULL, NULL, 0, '{}', '{}', '{}'),
  ('telegram', '+998901110001', '\x4bb43d7a6244d5d165519e762ad460dc732f94ebd6af8b7048250eedf60af39b', false, 'contact', 5000000001, '', '', now() - interval '1541 s', 0, ARRAY[now() - interval '2141 s', now() - interval '2172 s', now() - interval '2203 s', now() - interval '2234 s', now() - interval '2265 s', now() - interval '2297 s', now() - interval '2328 s', now() - interval '2359 s', now() - interval '2390 s', now() - interval '2421 s'], '{}', '\xfacd29234fc32303398abade559f813d', NULL, NULL, NULL, 0, '{}', '{}', '{}'),
  ('telegram', '+998901110002', '\x25eed3ec4e80efaeba8df7f818b70d51675d841af5d706ad597bbd8e9cd60361', true, 'contact', 5000000002, '', '', now() - interval '336926 s', 0, ARRAY[now() - interval '337526 s', now() - interval '1374326 s'], '{}', '\x3573eb659933c5e42ad7cabc720fb53f', NULL, now() - interval '337526 s', '1d5af257-5abb-444a-b614-6b4ac237135d', 0, '{}', '{}', '{}'),
  ('telegram', '+998901110003', '\xb7d4db56b2a47ed0ed2795b32e7e6cfa26608b05c9928b4cfd27de0fa91f92c4', true, 'typed', 5000000003, 'Typed', 'Number', now() - interval '77726 s', 0, ARRAY[now() - interval '78326 s'], '{}', '\xb5e4392f29f1c9e377ea42ae98fcb7f3', NULL, now() - interval '78326 s', '1f0ae035-c33b-4c51-b5c8-0d6faceded7b', 0, '{}', '{}', '{}'),
  ('telegram', '+998901110004', '\x51f2c89c31194d610fd32ffbc267756b4c53ebe184dbc7f1ca43e67cb1b2701c', true, 'contact', 5000000004, 'Disabled', 'Person', now() - interval '77726 s', 0, ARRAY[now() - interval '78326 s'], '{}', '\x85ae19e0f4b2b7368f4452cb1dbf44b2', NULL, now() - interval '78326 s', 'ff0ae266-f0d3-476e-b137-b5ba3b8698c4', 0, '{}', '{}', '{}'),
  ('telegram', '+998901110006', '\x70b7212afe5fe9c4656efedca4d62d987c4f167de14e607b440541fe8deafd83', true, 'contact', 5000000006, 'Winner', 'Number', now() - interval '74126 s', 0, ARRAY[now() - interval '74726 s'], '{}', '\x27a21a0598028faa62672d73e837167a', NULL, now() - interval '74726 s', 'b06dd570-e8de-4874-ba49-de88c1a318a3', 0, '{}', '{}', '{}'),
  ('telegram', '+998901110007', '\x6a8b040f040db1330db5adae0574b9352af4c2e2bd51e4650da04b3b1d8f967f', false, 'contact', 5000000007, 'Pending', 'Person', now() + interval '600 s', 0, ARRAY[now() - interval '0 s'], '{}', '\x2c196a4063e8c20ccdaf94dff411f61e', '1Cy4cBmWzRRlyf-pB95Lw_wqGpK7IHoa6JucEeAae1U', NULL, NULL, 0, '{}', '{}', '{}'),
  ('telegram', '+998901110008', '\x9fb5f888a42927abb4162b0517d78964dc79a2db8cd02e1e836d72b31b8db122', false, 'contact', 5000000008, '', '', now() - interval '5 s', 0, ARRAY[now() - interval '605 s'], '{}', '\x642624814641b8849aeb38a3087179c4', NULL, NULL, NULL, 0, '{}', '{}', '{}'),
  ('telegram', '+998901110009', '\xb9a06ec661f4e7e436211e18bf843a28a7e11587e4c36b3ca47010f2b284f7ec', false, 'typed', 5000000009, '', '', now() - interval '2063 s', 0, ARRAY[now() - interval '2663 s', now() - interval '2694 s', now() - interval '2725 s'], ARRAY[now() - interval '2694 s', now() - interval '2694 s', now() - interval '2694 s', now() - interval '2694 s', now() - interval '2694 s', now() - interval '2725 s', now() - interval '2725 s', now() - interval '2725 s', now() - interval '2725 s', now() - interval '2725 s'], '\x3fef98a897bf66bd9e60cb7ca47dcddc', NULL, NULL, NULL, 0, '{}', '{}', '{}'),
  ('telegram', '+998901110010', '\x63c4bc0f35973cb8a2ec9df08b3724a3b660e61af0b5d029d80b86a3279c4f09', false, 'contact', 5000000010, 'Tried', 'Person', now() + interval '600 s', 3, ARRAY[now() - interval '0 s'], ARRAY[now() - interval '0 s', now() - interval '0 s', now() - interval '0 s'], '\xa6969cd13f02595d750e32f20c20e5aa', NULL, NULL, NULL, 0, '{}', '{}', '{}'),
  ('telegram', '+998901110011', '\x32c2ea76ee213ea55ebc87c2608d21f11e567f9e9b5bb718d18dd7cc38d91598', true, 'contact', 5000000011, '', '', now() + interval '600 s', 0, ARRAY[now() - interval '0 s'], '{}', '\xedf90736154f10558d350aa57c96a626', NULL, now() - interval '0 s', 'd39f77c4-0c10-4a67-97cd-f9038f75d41c', 0, '{}', '{}', '{}'),
  ('telegram', '+998901110012', '\x8dd617a0f42ac318f21cae84f440f0732ccc3c308c1a86d230fa61805c80047c', true, 'contact', 5000000012, 'Bobur', 'Admin', now() - interval '1373726 s', 0, ARRAY[now() - interval '1374326 s'], '{}', '\x87afcb082498156542ebbc067570b4d9', NULL, now() - interval '1374326 s', '8e4bf397-5489-4b6c-a644-5100afe67835', 0, '{}', '{}', '{}');

INSERT INTO code_requesters (telegram_id, issued_at, request_id) VALUES
  (5000000001, ARRAY[now() - interval '2141 s', now() - interval '2172 s', now() - interval '2203 s', now() - interval '2234 s', now() - interval '2265 s', now() - interval '2297 s', now() - interval '2328 s', now() - interval '2359 s', now() - interval '2390 s', now() - interval '2421 s'], NULL),
  (5000000002, ARRAY[now() - interval '337526 s', now() - interval '1374326 s'], NULL),
  (5000000003, ARRAY[now() - interval '78326 s'], NULL),
  (5000000004, ARRAY[now() - interval '78326 s'], NULL),
  (5000000005, ARRAY[now() - interval '78326 s'], NULL),
  (5000000006, ARRAY[now() - interval '74726 s'], NULL),
  (5000000007, ARRAY[now() - interval '0 s'], '1Cy4cBmWzRRlyf-pB95Lw_wqGpK7IHoa6JucEeAae1U'),
  (5000000008, ARRAY[now() - interval '605 s'], NULL),
  (5000000009, ARRAY[now() - interval '2663 s', now() - interval '2694 s', now() - interval '2725 s'], NULL),
  (5000000010, ARRAY[now() - interval '0 s'], NULL),
  (5000000011, ARRAY[now() - interval '0 s'], NULL),
  (5000000012, ARRAY[now() - interval '1374326 s'], NULL);

INSERT INTO sessions (id, user_id, device_id, device_name, ip_address, user_agent, generation, rotated_at, newest_used, created_at, last_used_at) VALUES
  ('1d5af257-5abb-444a-b614-6b4ac237135d', '42a77c1a-71ec-42fa-a045-1cbffb86caaa', 'owner-phone', 'Redmi Note 13', '127.0.0.1/32', 'Mozilla/5.0 (Linux; Android 14)', 1, now() - interval '78326 s', false, now() - interval '337526 s', now() - interval '78326 s'),
  ('1f0ae035-c33b-4c51-b5c8-0d6faceded7b', '9399638e-f789-4d74-a8a9-9db0a6242e79', 'typed-phone', '', '203.0.113.5/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '78326 s', true, now() - interval '78326 s', now() - interval '78326 s'),
  ('374c7ea5-9646-494c-b277-50bc99cfea28', '42a77c1a-71ec-42fa-a045-1cbffb86caaa', 'owner-tablet', 'Galaxy Tab', '203.0.113.2/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '1374326 s', true, now() - interval '1374326 s', now() - interval '1374326 s'),
  ('8e4bf397-5489-4b6c-a644-5100afe67835', '44fa619b-8a7c-4514-bf4d-640d986afcb1', 'admin-laptop', '', '203.0.113.3/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '1374326 s', true, now() - interval '1374326 s', now() - interval '1374326 s'),
  ('b06dd570-e8de-4874-ba49-de88c1a318a3', '64536908-6972-4d60-abd9-ad6cfeb06dab', 'winner-phone', '', '203.0.113.8/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '74726 s', true, now() - interval '74726 s', now() - interval '74726 s'),
  ('c48f8af0-bf6d-4205-93fd-3bd737faed81', '45fee1b7-758c-4481-8b30-ba7257f3a9a7', 'sms-phone', 'iPhone 15', '203.0.113.10/32', 'lightMyRequest', 0, now() - interval '74726 s', true, now() - interval '74726 s', now() - interval '74726 s'),
  ('d39f77c4-0c10-4a67-97cd-f9038f75d41c', 'd088e1a4-432c-4e5d-b6ec-8c4f91eab22f', 'used-phone', '', '203.0.113.39/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '0 s', true, now() - interval '0 s', now() - interval '0 s'),
  ('ff0ae266-f0d3-476e-b137-b5ba3b8698c4', '4218ea4a-01d3-41cb-bf22-a0a5ecba00d4', 'disabled-phone', '', '203.0.113.6/32', 'Mozilla/5.0 (Linux; Android 14)', 0, now() - interval '78326 s', true, now() - interval '78326 s', now() - interval '78326 s');

INSERT INTO sms_days (day, sent) VALUES
  ((now() AT TIME ZONE 'UTC')::date, 11),
  ((now() AT TIME ZONE 'UTC')::date - 1, 7);

INSERT INTO sms_reports (gateway_id, status, gateway_status, created_at, updated_at) VALUES
  ('288e9146-2bb3-48ba-96d5-4d2cae462100', 'delivered', 'DELIVRD', now() - interval '0 s', now() + interval '4 s'),
  ('2ca08ad1-36a5-414a-8366-228af64d3fef', 'undelivered', 'UNDELIV', now() - interval '0 s', now() - interval '0 s'),
  ('47a0f3f8-d8bf-40fc-8273-50333d829616', 'waiting', '', now() - interval '0 s', now() - interval '0 s'),
  ('592c7498-40c6-4951-bb9e-c9840beb60cd', 'waiting', '', now() - interval '0 s', now() - interval '0 s'),
  ('5c007ae6-3c3a-402a-bf9e-f495b860e5f7', 'waiting', '', now() - interval '0 s', now() - interval '0 s'),
  ('7adf2266-f85e-4f7c-8df1-3ec8d350ed74', 'waiting', '', now() - interval '0 s', now() - interval '0 s'),
  ('af9bb9c3-73ad-41a8-8f13-6d71a102c6a8', 'waiting', '', now() - interval '1 s', now() - interval '1 s'),
  ('bc566445-c71a-43e1-bcdb-27d19bb8e4e6', 'waiting', '', now() - interval '1 s', now() - interval '1 s'),
  ('bc630e7e-983d-49a0-82d0-374906c2ce2c', 'waiting', '', now() - interval '0 s', now() - interval '0 s'),
  ('c673a24f-7a3d-4610-84f1-69396236cea9', 'waiting', '', now() - interval '0 s', now() - interval '0 s'),
  ('f5940ddd-16e1-45d4-9357-67a13489ce71', 'waiting', '', now() - interval '2 s', now() - interval '2 s');
