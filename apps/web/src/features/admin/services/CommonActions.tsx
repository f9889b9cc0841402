import { ActionButton } from '../../../components/ActionButton.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import type { CommonAct } from './describe-common-acts.ts';

interface CommonActionsProps {
  name: string;
  hasSecret: boolean;
  isDisabled: boolean;
  isEnabling: boolean;
  onAct: (act: CommonAct) => void;
}

/** The buttons that clients and webhooks share. */
export function CommonActions({ name, hasSecret, isDisabled, isEnabling, onAct }: CommonActionsProps) {
  const texts = useAdminTexts().services;
  return (
    <>
      {hasSecret && (
        <ActionButton
          label={texts.rotate}
          name={texts.rotateNamed(name)}
          kind="secondary"
          onPress={() => onAct('rotate')}
        />
      )}
      {isDisabled ? (
        <ActionButton
          label={texts.enable}
          name={texts.enableNamed(name)}
          busyLabel={texts.enabling}
          busy={isEnabling}
          kind="secondary"
          onPress={() => onAct('enable')}
        />
      ) : (
        <ActionButton
          label={texts.disable}
          name={texts.disableNamed(name)}
          kind="secondary"
          onPress={() => onAct('disable')}
        />
      )}
      <ActionButton
        label={texts.remove}
        name={texts.removeNamed(name)}
        kind="danger-quiet"
        onPress={() => onAct('remove')}
      />
    </>
  );
}
