import type { ReactNode } from 'react';

interface AdminViewProps {
  title: string;
  children: ReactNode;
}

/** The view that a section shows at one place: its title, which takes the focus after a navigation, and its cards. */
export function AdminView({ title, children }: AdminViewProps) {
  return (
    <div className="rq-admin-view">
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </div>
  );
}
