/** `⭐ 5`, `200.00 UZS` */
export function amountText({ currency, total_amount }) {
  return currency === 'XTR' ? `⭐ ${total_amount}` : `${(total_amount / 100).toFixed(2)} ${currency}`;
}
