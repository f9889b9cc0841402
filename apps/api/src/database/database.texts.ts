import type { Bilingual } from '@raqam/service/bilingual';
import { railwayReference } from '@raqam/service/environment';

/** Texts for operators: problems with the database, and how to fix them. */
export const databaseTexts = {
  outOfReach: {
    en: `The database can’t be reached, or refuses the credentials in DATABASE_URL (service api). Check that PostgreSQL runs, and that host, port, user, password and database are right; on Railway set DATABASE_URL=${railwayReference('Postgres.DATABASE_URL')} in the variables of api`,
    uz: `Ma’lumotlar bazasiga ulanib bo‘lmadi yoki u DATABASE_URL’dagi (api xizmati) ma’lumotlarni qabul qilmadi. PostgreSQL ishlayotganini, host, port, foydalanuvchi, parol va baza nomi to‘g‘riligini tekshiring; Railway’da api o‘zgaruvchilariga DATABASE_URL=${railwayReference('Postgres.DATABASE_URL')} deb yozing`,
  },
  certificate: {
    en: 'The database’s TLS certificate is not trusted (DATABASE_URL, service api). Add sslmode=verify-full&sslrootcert=/path/to/ca.crt to DATABASE_URL, with the certificate of the authority that signed it; on a private network sslmode=no-verify encrypts without checking the certificate',
    uz: 'Ma’lumotlar bazasining TLS sertifikati ishonchli emas (DATABASE_URL, api xizmati). DATABASE_URL’ga sslmode=verify-full&sslrootcert=/path/to/ca.crt ni qo‘shib, sertifikat markazining (CA) faylini ko‘rsating; ichki tarmoqda sslmode=no-verify sertifikatni tekshirmasdan shifrlaydi',
  },
  noTls: {
    en: 'The database does not support TLS, but DATABASE_URL (service api) requires it. Enable TLS in PostgreSQL (ssl = on) or, on a private network, remove sslmode from DATABASE_URL',
    uz: 'Ma’lumotlar bazasi TLS’ni qo‘llamaydi, DATABASE_URL (api xizmati) esa uni talab qiladi. PostgreSQL’da TLS’ni yoqing (ssl = on) yoki ichki tarmoqda DATABASE_URL’dan sslmode’ni olib tashlang',
  },
  pooler: {
    en: 'A connection pooler in transaction mode between the api and PostgreSQL loses prepared statements, as PgBouncer older than 1.21 does. Add pgbouncer=true to DATABASE_URL (service api), as in postgres://user:password@host/database?pgbouncer=true, or give the api the direct URL of PostgreSQL',
    uz: 'Api bilan PostgreSQL orasida «transaction» rejimidagi ulanishlar puli (pooler) bor va u tayyorlangan (prepared) buyruqlarni yo‘qotyapti, masalan, 1.21’dan eski PgBouncer. DATABASE_URL’ga (api xizmati) pgbouncer=true ni qo‘shing: postgres://foydalanuvchi:parol@host/baza?pgbouncer=true, yoki api’ga PostgreSQL’ning bevosita manzilini bering',
  },
  parameter: {
    en: 'The connection pooler at DATABASE_URL (service api), such as PgBouncer, refuses a parameter that DATABASE_URL sends to PostgreSQL. Remove the parameter, for example options, or add it to ignore_startup_parameters of the pooler',
    uz: 'DATABASE_URL’dagi (api xizmati) ulanishlar puli (pooler), masalan, PgBouncer, PostgreSQL’ga yuborilgan parametrni qabul qilmadi. DATABASE_URL’dan o‘sha parametrni, masalan, options’ni olib tashlang yoki uni pooler’ning ignore_startup_parameters sozlamasiga qo‘shing',
  },
  noPermission: {
    en: 'The user of DATABASE_URL (service api) lacks permissions in the database. Make that role the owner: ALTER DATABASE <database> OWNER TO <role>; if another role created the tables: REASSIGN OWNED BY <that role> TO <role>',
    uz: 'DATABASE_URL’dagi (api xizmati) foydalanuvchining bazada huquqi yetarli emas. Shu rolni baza egasi qiling: ALTER DATABASE <baza> OWNER TO <rol>; jadvallarni boshqa rol yaratgan bo‘lsa: REASSIGN OWNED BY <o‘sha rol> TO <rol>',
  },
  readOnly: {
    en: 'The database of DATABASE_URL (service api) is read-only: it is a standby, or default_transaction_read_only is on. Give the api the URL of the primary server',
    uz: 'DATABASE_URL’dagi (api xizmati) baza faqat o‘qish rejimida: u zaxira server (standby) yoki default_transaction_read_only yoqilgan. Api’ga asosiy (primary) server manzilini bering',
  },
  notMigrated: {
    en: 'The database of DATABASE_URL (service api) is not migrated: run `pnpm db:migrate` with the same DATABASE_URL; on Railway it is the pre-deploy command of api',
    uz: 'DATABASE_URL’dagi (api xizmati) bazaga migratsiyalar qo‘llanmagan: xuddi shu DATABASE_URL bilan `pnpm db:migrate` buyrug‘ini bajaring; Railway’da u api xizmatining pre-deploy buyrug‘idir',
  },
} satisfies Record<string, Bilingual>;
