/** A user's row without the columns that only its owner sees. */
export interface UserRow {
  id: string;
  phone: string | null;
  telegram_id: number | null;
  first_name: string;
  last_name: string;
  role: string;
  is_verified: boolean;
  date_joined: Date;
}
