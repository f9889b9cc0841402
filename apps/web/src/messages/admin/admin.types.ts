/** The texts of the admin page, in one language. */
export interface AdminMessages {
  title: string;

  /** Shown to people who are no administrators. */
  notAdmin: {
    title: string;
    explanation: string;
  };

  /** The dialog that asks for a fresh sign-in. */
  proof: {
    title: string;
    explanation: string;
  };

  statistics: {
    title: string;
  };

  people: {
    title: string;
  };

  audit: {
    title: string;
  };

  services: {
    title: string;
  };
}
