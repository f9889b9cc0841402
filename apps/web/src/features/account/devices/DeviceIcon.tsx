const pictures = {
  phone: 'M7 2h10a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2Zm0 3v13h10V5H7Zm3.5 14.2v1h3v-1h-3Z',
  tablet:
    'M5 2h14a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2Zm0 2.5V18h14V4.5H5Zm5.5 14.7v1h3v-1h-3Z',
  computer: 'M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Zm0 2v9h16V6H4Zm-3 12.5h22v2H1v-2Z',
};

/** A phone, a tablet or a computer, by the user agent. Hidden from screen readers: the name is beside it. */
export function DeviceIcon({ userAgent }: { userAgent: string }) {
  return (
    <span className="rq-device-icon" aria-hidden="true">
      <svg className="rq-icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d={pictures[kindOf(userAgent)]} fillRule="evenodd" />
      </svg>
    </span>
  );
}

/** Android tablets leave “Mobile” out of their user agent. */
export function kindOf(userAgent: string): keyof typeof pictures {
  if (/iPad|Android(?!.*Mobile)/.test(userAgent)) return 'tablet';
  return /iPhone|Android|Mobile/.test(userAgent) ? 'phone' : 'computer';
}
