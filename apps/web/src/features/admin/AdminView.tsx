import type { ReactNode } from 'react';

interface AdminViewProps {
  /** The link to the view that this one belongs to. Above the title, which may become longer. */
  back?: ReactNode;
  title: string;
  children: ReactNode;
}

/** The view that a section shows at one place: its title, which takes the focus after a navigation, and its cards. */
export function AdminView({ back, title, children }: AdminViewProps) {
  return (
    <div className="rq-admin-view">
      {back && <p>{back}</p>}
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </div>
  );
}
