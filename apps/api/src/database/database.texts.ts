import type { Bilingual } from '@raqam/service/bilingual';
import { railwayReference } from '@raqam/service/environment';

/** What operators read about the database: what is wrong, and how to fix it. */
export const databaseTexts = {
  outOfReach: {
    en: `The database is out of reach, or refuses what DATABASE_URL (service api) says. See that PostgreSQL runs, and that host, port, user, password and database are right; on Railway set DATABASE_URL=${railwayReference('Postgres.DATABASE_URL')} in the variables of api`,
    uz: `Ma’lumotlar bazasiga ulanib bo‘lmadi yoki u DATABASE_URL’dagi (api xizmati) ma’lumotlarni qabul qilmadi. PostgreSQL ishlayotganini, host, port, foydalanuvchi, parol va baza nomi to‘g‘riligini tekshiring; Railway’da api o‘zgaruvchilariga DATABASE_URL=${railwayReference('Postgres.DATABASE_URL')} deb yozing`,
  },
  certificate: {
    en: 'The database’s TLS certificate is not trusted (DATABASE_URL, service api). Add sslmode=verify-full&sslrootcert=/path/to/ca.crt with the certificate of its authority to DATABASE_URL; on a private network sslmode=no-verify encrypts without checking the certificate',
    uz: 'Ma’lumotlar bazasining TLS sertifikati ishonchli emas (DATABASE_URL, api xizmati). DATABASE_URL’ga sslmode=verify-full&sslrootcert=/path/to/ca.crt ni qo‘shib, sertifikat markazining (CA) faylini ko‘rsating; ichki tarmoqda sslmode=no-verify sertifikatni tekshirmasdan shifrlaydi',
  },
  noTls: {
    en: 'The database does not speak TLS, and DATABASE_URL (service api) asks for it. Turn TLS on in PostgreSQL (ssl = on), or on a private network take sslmode out of DATABASE_URL',
    uz: 'Ma’lumotlar bazasi TLS’ni qo‘llamaydi, DATABASE_URL (api xizmati) esa uni talab qiladi. PostgreSQL’da TLS’ni yoqing (ssl = on) yoki ichki tarmoqda DATABASE_URL’dan sslmode’ni olib tashlang',
  },
  pooler: {
    en: 'What answers at DATABASE_URL (service api) refuses the api’s settings: it is probably a connection pooler such as PgBouncer. Give the api the direct address of PostgreSQL',
    uz: 'DATABASE_URL (api xizmati) manzilidagi dastur api sozlamalarini qabul qilmadi: ehtimol, u PgBouncer kabi ulanishlar puli. Api’ga PostgreSQL’ning bevosita manzilini bering',
  },
  noPermission: {
    en: 'The user of DATABASE_URL (service api) lacks permissions in the database. Make that role the owner: ALTER DATABASE <database> OWNER TO <role>; tables that another role made: REASSIGN OWNED BY <that role> TO <role>',
    uz: 'DATABASE_URL’dagi (api xizmati) foydalanuvchining bazada huquqi yetarli emas. Shu rolni baza egasi qiling: ALTER DATABASE <baza> OWNER TO <rol>; jadvallarni boshqa rol yaratgan bo‘lsa: REASSIGN OWNED BY <o‘sha rol> TO <rol>',
  },
  readOnly: {
    en: 'The database of DATABASE_URL (service api) is read-only: it is a standby, or default_transaction_read_only is on. Give the api the address of the primary server',
    uz: 'DATABASE_URL’dagi (api xizmati) baza faqat o‘qish rejimida: u zaxira server (standby) yoki default_transaction_read_only yoqilgan. Api’ga asosiy (primary) server manzilini bering',
  },
  notMigrated: {
    en: 'The database of DATABASE_URL (service api) is not migrated: run `pnpm db:migrate` with the same DATABASE_URL; on Railway it is the pre-deploy command of api',
    uz: 'DATABASE_URL’dagi (api xizmati) bazaga migratsiyalar qo‘llanmagan: xuddi shu DATABASE_URL bilan `pnpm db:migrate` buyrug‘ini bajaring; Railway’da u api xizmatining pre-deploy buyrug‘idir',
  },
} satisfies Record<string, Bilingual>;
