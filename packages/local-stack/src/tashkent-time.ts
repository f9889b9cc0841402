/** `2026-04-02 00:39:36`, in Tashkent time. */
export function tashkentTime(date: Date): string {
  return date.toLocaleString('sv-SE', { timeZone: 'Asia/Tashkent' });
}
