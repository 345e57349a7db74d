//! Which firm a noun means, on invented reports.

use super::nominals;
use crate::normalise::tests::extracted;

/// The nouns of `text` (names marked as in `entity.cases`) that stand for a firm, as `noun = firm`.
fn check(text: &str, expected: &[&str]) {
    let (document, extraction) = extracted(text);
    let shown = |nominal: &super::Nominal| {
        format!("{} = {}", document.words(nominal.span), nominal.entity.0.trim_start_matches("company:"))
    };
    assert_eq!(nominals(&document, &extraction).iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn a_noun_of_a_sort_means_the_one_firm_of_that_sort() {
    check(
        "^[c:Tarn Bank] to pay\nA court fined [c:Tarn Bank] and [c:Quill Steel].\nThe lender will appeal, and the steelmaker paid.",
        &["The lender = tarn bank", "the steelmaker = quill steel"],
    );
    check(
        "A court told truck maker [c:Orrin] to pay [c:Vell], a ferry operator.\nThe Norwick truck firm won.",
        &["The Norwick truck firm = orrin"],
    );
    check("Supermarket group [c:Orrin] sued [c:Vell], a ferry operator.\nThe retailer won.", &["The retailer = orrin"]);
    check("[c:Tarn Bank] sued [c:Quill Bank].\nThe lender won.", &[]);
    check("[c:Orrin] sued [c:Quill Steel].\nThe lender won.", &[]);
}

#[test]
fn the_company_is_the_one_that_the_text_is_about() {
    let told = "^[c:Orrin] to close a mill\n[c:Orrin] will close a mill.\nA mill of [c:Vell] stays.\nThe company has two mills.";
    check(told, &["The company = orrin"]);
    check("A mill of [c:Vell] stays.\nThe company has two mills.", &[]);
    check("^[c:Orrin] fell\n[c:Orrin] fell.\nThe plant company has two mills, and the rival firm has one.", &[]);
}

#[test]
fn within_one_sentence_a_noun_takes_up_the_subject_alone() {
    let about = "^[c:Orrin] fell\n[c:Orrin] fell 4%.\n";
    check(&format!("{about}[c:Orrin] pays when the company can."), &["the company = orrin"]);
    check(&format!("{about}Nobody is hurt, and [c:Orrin] is open, the company said."), &["the company = orrin"]);
    check(&format!("{about}[c:Orrin], from which the company was split, pays."), &[]);
    check(&format!("{about}[c:Orrin] has owned the company since 2017."), &[]);
}

#[test]
fn a_noun_that_names_or_tells_more_is_none() {
    let about = "^[c:Orrin] fell\n[c:Orrin] fell 4%.\n";
    check(
        &format!("{about}[c:Orrin], the company, and the company car, the firm [c:Vell], the chart of the owner."),
        &[],
    );
    check(&format!("{about}The company's owner is unknown."), &["The company = orrin"]);
}
