import type { Messages } from './messages.types.ts';

export const uz: Messages = {
  errors: {
    account_disabled: 'Bu hisob bloklangan. Yordam xizmatiga murojaat qiling.',
    bad_request: 'So‘rovni o‘qib bo‘lmadi. U JSON obyekti bo‘lishi kerak.',
    body_too_large: 'So‘rov hajmi juda katta.',
    bot_secret_invalid:
      'Botning maxfiy kaliti noto‘g‘ri: botdagi BOT_SECRET_KEY API’dagi TELEGRAM_BOT_SECRET bilan bir xil bo‘lishi kerak.',
    challenge_ended: 'Bu kirish urinishi tugagan. Qaytadan boshlang.',
    challenge_limit: 'Kirish juda ko‘p marta boshlandi. Keyinroq urinib ko‘ring.',
    challenge_pending: 'Kirish hali Telegram’da tasdiqlanmagan.',
    challenge_taken: 'Bu havolani boshqa odam ochgan, shuning uchun u endi ishlamaydi. Saytda qaytadan boshlang.',
    code_cooldown: 'Kod hozirgina yuborildi. Shu kodni kiriting yoki biroz kutib, yangisini so‘rang.',
    code_expired: 'Kodning muddati tugagan. Yangi kod oling.',
    code_incorrect: 'Kod noto‘g‘ri yoki ishlatilgan. Tekshiring yoki yangisini oling.',
    code_limit: 'Juda ko‘p kod so‘raldi. Keyinroq urinib ko‘ring.',
    contact_required: 'Bu raqam boshqa hisobga tegishli. Botdagi tugma orqali o‘z raqamingizni yuboring.',
    encryption_not_configured: 'Pasport raqamini hozircha saqlab bo‘lmaydi. Uni o‘chirib, qolganini saqlang.',
    headers_too_large: 'So‘rov sarlavhalari juda katta.',
    host_not_allowed: 'Bu host nomiga xizmat ko‘rsatilmaydi.',
    init_data_invalid:
      'Telegram ma’lumotlarini tekshirib bo‘lmadi yoki ular eskirgan. Bu oynani yopib, Telegram’da qaytadan oching.',
    internal_error: 'Bizda xatolik yuz berdi. Qayta urinib ko‘ring.',
    method_not_allowed: 'Bu manzil bunday metodni qabul qilmaydi.',
    not_found: 'Bunday manzil yo‘q.',
    not_ready: 'Xizmat vaqtincha ishlamayapti. Birozdan so‘ng qayta urinib ko‘ring.',
    origin_forbidden: 'Bu saytdan yuborilgan so‘rovga ruxsat berilmagan.',
    phone_conflict: 'Bu raqam boshqa hisobda tasdiqlangan. SMS orqali kiring.',
    phone_invalid: 'Telefon raqami noto‘g‘ri.',
    phone_not_supported: 'Bu raqamga SMS yubora olmaymiz. Telegram botidan foydalaning.',
    phone_not_verified: 'Avval raqamingizni tasdiqlang: uni Telegram botga yuboring yoki SMS orqali kiring.',
    request_timeout: 'So‘rov o‘z vaqtida yetib kelmadi. Qayta urinib ko‘ring.',
    session_invalid: 'Iltimos, qaytadan kiring.',
    sms_unavailable: 'SMS yuborilmadi. Birozdan so‘ng qayta urinib ko‘ring yoki Telegram botidan foydalaning.',
    too_many_attempts: 'Noto‘g‘ri urinishlar juda ko‘p. Keyinroq urinib ko‘ring.',
    unsupported_media_type: 'Faqat JSON qabul qilinadi.',
    validation_failed: 'Ba’zi maydonlar noto‘g‘ri to‘ldirilgan.',
  },
  fields: {
    required: 'Bu maydonni to‘ldirish shart.',
    invalid: 'Bu qiymat noto‘g‘ri.',
    too_long: 'Matn juda uzun.',
    unknown: 'Bunday maydon yo‘q.',
    phone_empty: 'Telefon raqamini kiriting.',
    phone_characters: 'Bu telefon raqamiga o‘xshamaydi. Masalan: 90 000 00 00.',
    phone_too_short: 'Telefon raqami to‘liq emas. Qolgan raqamlarini ham yozing.',
    phone_too_long: 'Telefon raqami juda uzun. Ortiqchasini olib tashlang.',
    phone_country_code_missing: 'Raqamni + va davlat kodi bilan yozing.',
    phone_country_code_unknown: 'Bunday davlat kodi yo‘q. Raqamni tekshiring.',
    phone_not_mobile: 'Bu O‘zbekiston mobil raqami emas. Mobil raqamingizni yozing.',
    phone_anonymous: 'Telegram’ning anonim raqamlari (+888) bu yerda qabul qilinmaydi. SIM-kartangiz raqamini yozing.',
  },
  attemptsLeft: (left) =>
    left === 0
      ? 'Kod besh marta xato kiritildi va bekor qilindi. Yangi kod oling.'
      : `Kod noto‘g‘ri yoki ishlatilgan. Tekshiring yoki yangisini oling. Yana ${left} marta urinish mumkin.`,
  smsMayArrive: 'SMS yuborilganini aniqlab bo‘lmadi. U kelsa, undagi kodni kiriting.',
};
