import { LazyPage } from '../../components/page/LazyPage.tsx';
import { useTexts } from '../../messages/TextsContext.tsx';

/** Fetches the admin page, with its texts, only when somebody opens it. */
export function AdminEntry() {
  const { product } = useTexts().messages;
  return (
    <LazyPage title={product} load={loadPage}>
      {({ AdminPage }) => <AdminPage />}
    </LazyPage>
  );
}

const loadPage = () => import('./AdminPage.tsx');
