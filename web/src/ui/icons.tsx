export const icon = (d: string, size = 18) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d={d} />
  </svg>
);

/** The coin of favicon.svg, without a request of its own. */
export const Brand = () => (
  <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
    <circle cx="16" cy="16" r="14" fill="#a8541b" />
    <circle cx="16" cy="16" r="10.5" fill="none" stroke="#fff" strokeOpacity=".55" />
    <path d="M12.5 9.5h8v2.6h-5.2v3h4.4v2.5h-4.4V23h-2.8z" fill="#fff" />
  </svg>
);
