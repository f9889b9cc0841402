export interface LoginModalProps {
    /** The first step: the choice between Telegram and SMS, or one of them. */
    way?: 'telegram' | 'sms';
    /** Class of the dialog, for colours and sizes. */
    className?: string;
    /** Called when the person closed it or is signed in. */
    onClose: () => void;
}
/** The sign-in as a dialog on any page. Reopened, it continues where the person stopped. A server renders nothing. */
export declare function LoginModal(props: LoginModalProps): false | import("react").JSX.Element;
