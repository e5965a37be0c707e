//! The list of sentences: one key a sentence, and the shape of a language's table.
//! Never here: a sentence.

use super::declare::keys;

keys! {
    payments {
        // What is asked
        /// Beside the payee's name.
        AsksYouToPay
        /// Label of the remittance information.
        ReferenceLabel
        /// Label of the client's own name, where it is not the asker's.
        BrandLabel
        /// Label of the link's end.
        ExpiresLabel
        /// Label of the licensed firm.
        FirmLabel
        /// The licensed firm.
        FirmValue
        /// Opens the rest of the facts.
        MoreFacts
        /// Label of the payee's IBAN.
        IbanLabel
        /// Label of a text's form at the bank.
        AtBankLabel
        /// Label of the goods.
        GoodsLabel
        // Choosing a bank
        /// Heading over the banks.
        PayFrom
        /// Count of banks: counts.
        Banks
        /// Label of the search field.
        SearchLabel
        /// Inside the empty search field.
        SearchHint
        /// Name of the search button.
        SearchButton
        /// Name of what narrows the list.
        NarrowName
        /// Only banks for people.
        ForPeople
        /// Only banks for companies.
        ForCompanies
        /// Name of the choice of a country.
        CountryName
        /// No country in particular.
        AllCountries
        /// Nothing fits what was searched.
        NoneFound
        /// What to do then.
        NoneFoundNow
        /// Leads back to the whole list.
        ShowAll
        /// Opens the way out where no bank fits.
        TransferAsk
        /// What it is.
        TransferLead
        /// What it is not.
        TransferNote
        /// Name of its code.
        TransferCode
        /// More banks fit than are shown.
        ShowingSome
        /// Shows more of them.
        ShowMore
        /// The bank that this device used last.
        UsedLast
        /// Forgets it.
        Forget
        /// Name of the control that forgets it.
        ForgetBank
        /// A degraded bank.
        Slow
        /// A bank that is down.
        Down
        /// The chosen bank went down.
        ChosenDown
        /// No method carries this amount.
        AmountTooHigh
        /// No method carries so small an amount.
        AmountTooLow
        /// No method carries this currency.
        WrongCurrency
        /// Name of the list of methods.
        MethodsOf
        /// Instant transfer.
        Instant
        /// Domestic transfer.
        Domestic
        /// SEPA transfer.
        Sepa
        /// A scheme that we have no words for.
        OtherScheme
        /// For people.
        Retail
        /// For companies.
        Corporate
        /// Highest amount of a method.
        LimitUpTo
        /// A method whose limit is below this amount.
        OverLimit
        // Going on
        /// Pay, with amount.
        Pay
        /// Pay, with the bank: second line of the button.
        PayWith
        /// Second line of the button while no bank is chosen.
        PayChooseFirst
        /// Second line of the button when the method needs fields.
        ContinueWith
        /// Goes on to the fields.
        Continue
        /// Cancels.
        CancelPayment
        /// Leads back to the list of banks.
        UseAnother
        /// How far it is, where choosing goes step by step.
        StepOf
        /// One step back.
        Back
        /// First question: is this the payment.
        AskDetails
        /// What happens then.
        AskDetailsLead
        /// Second question: from which bank.
        AskBank
        /// Third question: how to pay there.
        AskMethod
        /// Consent in words, above Pay on the screens that hold it alone.
        ConsentNote
        /// Pay was pressed.
        Asking
        /// Cancel was pressed.
        Cancelling
        /// The link to the bank was followed.
        Leaving
        /// Retry was pressed.
        Retrying
        /// The link ends soon.
        ExpiresSoon
        /// The PSU cancelled at the bank before.
        CancelledThere
        /// The bank cancelled before.
        CancelledByBank
        /// A press came to nothing.
        PressMissed
        /// The browser is offline.
        Offline
        /// The gateway does not answer.
        NoAnswer
        // Fields
        /// Title of the screen.
        InputsTitle
        /// What they are for.
        InputsLead
        /// Label of the IBAN that is paid from.
        DebtorIbanLabel
        /// Its hint.
        DebtorIbanHint
        /// Label of the PSU id.
        PsuIdLabel
        /// Its hint.
        PsuIdHint
        /// Something is to be mended.
        PleaseMend
        // Last look
        /// Title of the screen.
        ReviewTitle
        /// Label of the bank.
        BankLabel
        /// Label of the method.
        MethodLabel
        // Hand-off
        /// Title of the screen.
        HandoffTitle
        /// What to do there.
        HandoffLead
        /// What is safe.
        HandoffNote
        /// Follows the link.
        ContinueTo
        /// The other way, on a phone.
        OnPhone
        /// How that goes.
        OnPhoneHow
        /// What the picture is.
        QrName
        /// Copies the address.
        CopyLink
        /// The same, where no other device is meant.
        ElsewhereToo
        /// How that goes once something runs at the bank.
        OnPhoneAnew
        /// What the field with the address is.
        LinkName
        /// It was copied.
        Copied
        /// It could not be: the PSU's own keys can.
        CopyByHand
        /// What to do there, where it has a tab of its own.
        HandoffLeadTab
        /// Where the link leads: a new tab.
        InNewTab
        /// The window around the frame.
        InThisWindow
        /// An app.
        InItsApp
        /// Before the other ways.
        WaysAsk
        /// Another way: a new tab.
        WayNewTab
        /// The window around the frame.
        WayThisWindow
        /// The app.
        WayApp
        /// This browser.
        WayBrowser
        /// No new tab opened.
        TabFailed
        /// The window around the frame could not be used.
        WindowFailed
        /// The app did not open.
        AppFailed
        /// No window opened at all.
        WaysFailed
        /// Title where a scheme asks the payer in whichever app they have.
        RequestTitle
        /// What to do then, beside the code.
        RequestLead
        /// What to do then on the phone itself.
        RequestLeadHere
        /// Name of the scheme's code.
        RequestCode
        /// Heading beside the code.
        RequestOnPhone
        /// How it is scanned, and that the page waits.
        RequestHow
        /// Opens the request in this browser.
        OpenHere
        // Waiting
        /// Title while the bank is asked.
        AskingTitle
        /// What happens then.
        AskingLead
        /// Title while the PSU is at the bank.
        AtBankTitle
        /// What happens then.
        AtBankLead
        /// Title where the bank calls the payer in its app.
        CalledTitle
        /// What to do then.
        CalledLead
        /// Before the bank's own words.
        BankSays
        /// Follows the link once more.
        ContinueAgain
        /// Title after the return.
        ConfirmingTitle
        /// What happens then.
        ConfirmingLead
        /// Title when a second person must sign.
        SecondTitle
        /// What happens then.
        SecondLead
        /// Title after ten minutes.
        LongTitle
        /// What happens then.
        LongLead
        /// Title in another browser.
        ElsewhereTitle
        /// What happens then.
        ElsewhereLead
        /// What starting again does.
        ElsewhereNote
        /// Starts again in this browser.
        StartHere
        /// Starts again with another bank.
        OtherBank
        /// Do not pay again.
        KeepOpen
        /// The page may be closed; do not pay again.
        MayClose
        /// Nothing is taken before the approval.
        NothingYet
        /// The reference to quote.
        SupportRef
        /// Line of progress.
        StepPreparing
        /// Line of progress.
        StepPrepared
        /// Line of progress.
        StepApprove
        /// Line of progress.
        StepBack
        /// Line of progress.
        StepSecond
        /// Line of progress.
        StepConfirm
        /// Line of progress.
        StepResult
        /// What runs now.
        Now
        /// Name of the list of progress.
        ProgressName
        /// "The bank", where its name may not be told; at the start of a sentence.
        TheBankFirst
        /// "The bank", inside a sentence.
        TheBank
        // The end
        /// First question.
        MoneyAsk
        /// Second question.
        AgainAsk
        /// Third question.
        NextAsk
        /// Settled.
        CompletedTitle
        /// First answer, with time.
        CompletedMoneyAt
        /// First answer, without time.
        CompletedMoney
        /// Second answer.
        CompletedAgain
        /// Third answer.
        CompletedNext
        /// The creditor's bank confirmed.
        ReceivedTitle
        /// What that means.
        ReceivedLead
        /// The creditor's bank refused.
        ReturnedTitle
        /// What that means.
        ReturnedLead
        /// First answer.
        ReturnedMoney
        /// Second answer.
        ReturnedAgain
        /// Third answer.
        ReturnedNext
        /// Accepted by the debtor's bank.
        SubmittedTitle
        /// What that means.
        SubmittedLead
        /// First answer.
        SubmittedMoney
        /// Second answer.
        SubmittedAgain
        /// Third answer.
        SubmittedNext
        /// The bank refused.
        RefusedTitle
        /// It gave no reason.
        RefusedLead
        /// Not enough money.
        NoFundsLead
        /// The PSU refused at the bank.
        RejectedTitle
        /// The PSU cancelled at the bank.
        CancelledThereTitle
        /// Not made, for another reason.
        FailedTitle
        /// The bank's page was not used in time.
        ScaExpiredLead
        /// First answer, with time.
        FailedMoneyAt
        /// First answer, without time.
        FailedMoney
        /// Second answer.
        FailedAgain
        /// Third answer.
        FailedNext
        /// Cancelled here.
        CancelledTitle
        /// First answer.
        CancelledMoney
        /// Second answer.
        CancelledAgain
        /// Third answer.
        CancelledNext
        /// Choosing a bank after all.
        PayAfterAll
        /// Leads to the merchant.
        BackTo
        /// Heading of the receipt.
        Receipt
        /// Line of the receipt.
        ReceiptTo
        /// Line of the receipt.
        ReceiptFrom
        /// Line of the receipt.
        ReceiptAmount
        /// Line of the receipt.
        ReceiptWhen
        /// Line of the receipt: how far the bank has come.
        ReceiptStatus
        /// Line of the receipt: when Pay was pressed.
        ReceiptBegun
        /// Line of the receipt.
        ReceiptId
        /// Title of the receipt of what is on its way.
        ToKeep
        /// Copies the receipt.
        Copy
        /// Prints the receipt.
        Print
        /// The link's time is over.
        ExpiredTitle
        /// Since when.
        ExpiredLead
        /// First answer.
        ExpiredMoney
        /// Second answer.
        ExpiredAgain
        /// Withdrawn.
        RevokedTitle
        /// What that means.
        RevokedLead
        /// Second answer.
        RevokedAgain
        /// Third answer, for both.
        ClosedNext
        // Problems
        /// The bank could not be reached.
        UnavailableTitle
        /// What that means.
        UnavailableLead
        /// The bank did not answer.
        SilentTitle
        /// What that means.
        SilentLead
        /// The bank's page was not used in time.
        TimeoutTitle
        /// What that means.
        TimeoutLead
        /// Something else.
        ProblemTitle
        /// What that means.
        ProblemLead
        /// First answer.
        ProblemMoney
        /// Second answer.
        ProblemAgain
        /// Third answer.
        ProblemNext
        /// Chooses again.
        TryAgain
        /// The bank's address has died before it was used: what that means.
        LapsedLead
        /// Second answer.
        LapsedAgain
        /// Third answer.
        LapsedNext
        /// Asks the bank for a new address.
        Renew
        // No link
        /// Title.
        NotFoundTitle
        /// What it may be.
        NotFoundLead
        /// First answer.
        NotFoundMoney
        /// Second answer.
        NotFoundAgain
        /// Third answer.
        NotFoundNext
        // The foot
        /// Link to terms and privacy.
        Legal
        /// Link to the accessibility statement.
        Accessibility
        /// Name of the page's foot.
        FootName
    }
    consents {
        // What is asked
        AskShare AskShareFrom DataFor UntilLine PurposeLabel PurposeUnsaid GetsLabel GetsOnly Days ValidityLabel
        ValidityOngoing ValidityOnce ScopeLabel ScopeFull ScopeBare WithdrawLabel WithdrawValue WithdrawApart
        // What is shared, in groups
        WhatIsShared GroupAccounts GroupBalances GroupTransactions Items PermitIban PermitHolder PermitKind
        PermitAvailable PermitBooked PermitAmount PermitParty PermitText PermitHistory PermitHistoryAll NeverMoves NothingRead
        // Reading the data
        FetchingTitle FetchingLead StepAgreed FetchedAccounts FetchedBalances FetchedTransactions StepShared
        // The end
        ActiveTitle ActiveLead ActiveShared WithdrawAsk WithdrawHere WithdrawThere WithdrawReduced ActiveNext ActiveElsewhere PartlyRead
        SuspendedTitle SuspendedLead SuspendedShared SuspendedNext Withdraw Withdrawing EndedHereTitle
        EndedThereTitle EndedByTimeTitle EndedByClientTitle EndedLead EndedShared EndedNext AccountsLabel SaveReceipt
    }
    retold {
        AsksYouToPay FirmValue MethodLabel FirmLabel MoreFacts PayFrom MethodsOf OtherScheme Retail Corporate
        LimitUpTo Pay PayWith CancelPayment AskDetails AskDetailsLead AskBank AskMethod ConsentNote ExpiresSoon PressMissed
        CancelledThere CancelledByBank InputsLead DebtorIbanLabel ReviewTitle HandoffLead HandoffNote OnPhoneHow
        AskingLead AtBankTitle AtBankLead CalledTitle CalledLead ConfirmingTitle SecondTitle SecondLead ElsewhereTitle ElsewhereNote KeepOpen
        MayClose NothingYet StepPreparing StepPrepared MoneyAsk AgainAsk RefusedTitle RejectedTitle
        CancelledThereTitle FailedTitle FailedMoneyAt FailedMoney FailedAgain FailedNext CancelledTitle CancelledMoney
        CancelledAgain CancelledNext PayAfterAll Receipt ReceiptTo ReceiptWhen ExpiredTitle ExpiredMoney ExpiredAgain
        RevokedLead RevokedAgain ClosedNext UnavailableLead SilentLead TimeoutLead ProblemMoney NotFoundMoney NotFoundAgain
    }
}
