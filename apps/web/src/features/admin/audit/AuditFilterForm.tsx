import { normalisePhone } from '@raqam/shared/phone';
import { type FormEvent, useState } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Field } from '../../../components/fields/Field.tsx';
import { TextField } from '../../../components/fields/TextField.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { ACTORS, PERIODS, TYPE_GROUPS } from '../../../messages/admin/audit/audit.types.ts';
import { type AuditFilter, EMPTY_FILTER, isIp } from './audit-filter.ts';

interface AuditFilterFormProps {
  /** What is shown now. */
  filter: AuditFilter;
  onFilter: (filter: AuditFilter) => void;
}

/** The filter of the log. Choices apply at once; what is typed with Enter or the button. */
export function AuditFilterForm({ filter, onFilter }: AuditFilterFormProps) {
  const { filters: texts, actors } = useAdminTexts().audit;
  const [typed, setTyped] = useState({ ip: filter.ip, phone: filter.phone });
  const [isChecked, setChecked] = useState(false);
  const ip = typed.ip.trim();
  const phone = typed.phone.trim();
  const badIp = isChecked && ip !== '' && !isIp(ip) ? texts.badIp : undefined;
  const badPhone = isChecked && phone !== '' && !normalisePhone(phone).ok ? texts.badPhone : undefined;

  function submit(event: FormEvent): void {
    event.preventDefault();
    setChecked(true);
    if ((ip === '' || isIp(ip)) && (phone === '' || normalisePhone(phone).ok)) onFilter({ ...filter, ip, phone });
  }

  return (
    <search className="rq-card" aria-label={texts.title}>
      <form onSubmit={submit} noValidate>
        <div className="rq-audit-filter">
          <Choice
            label={texts.types}
            value={filter.group}
            options={TYPE_GROUPS.map((group) => [group, texts.groups[group]])}
            onValue={(group) => onFilter({ ...filter, group })}
          />
          <Choice
            label={texts.period}
            value={filter.period}
            options={PERIODS.map((period) => [period, texts.periods[period]])}
            onValue={(period) => onFilter({ ...filter, period })}
          />
          <Choice
            label={texts.actor}
            value={filter.actor}
            options={[['', texts.anybody], ...ACTORS.map((actor) => [actor, actors[actor]] as const)]}
            onValue={(actor) => onFilter({ ...filter, actor })}
          />
          <TextField
            label={texts.phone}
            problem={badPhone}
            type="tel"
            autoComplete="off"
            value={typed.phone}
            onValue={(value) => setTyped({ ...typed, phone: value })}
          />
          <TextField
            label={texts.ip}
            problem={badIp}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={typed.ip}
            onValue={(value) => setTyped({ ...typed, ip: value })}
          />
        </div>
        <div className="rq-audit-acts">
          <ActionButton label={texts.apply} />
          <ActionButton
            label={texts.reset}
            kind="secondary"
            onPress={() => {
              setTyped({ ip: '', phone: '' });
              onFilter(EMPTY_FILTER);
            }}
          />
        </div>
      </form>
    </search>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  onValue: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, onValue }: ChoiceProps<Value>) {
  return (
    <Field
      label={label}
      problem={undefined}
      input={({ id }) => (
        <select id={id} value={value} onChange={({ target }) => onValue(target.value as Value)}>
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    />
  );
}
