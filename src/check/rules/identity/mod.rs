//! Who signs: names, codes, SIREN, IBAN, the receipt of the préfecture.

pub(crate) mod bic;
pub(crate) mod departement_code;
pub(crate) mod departement_name_in_data;
pub(crate) mod departement_spellings;
pub(crate) mod iban;
pub(crate) mod institution_number;
pub(crate) mod missing_party;
pub(crate) mod name_near_an_organisation;
pub(crate) mod name_spellings;
pub(crate) mod names;
pub(crate) mod party_agreement;
pub(crate) mod receipt_number_agrees;
pub(crate) mod receipt_number_form;
pub(crate) mod rib_against_iban;
pub(crate) mod rib_incomplete;
pub(crate) mod signatory_function;
pub(crate) mod signatory_name;
pub(crate) mod signature_block_capital;
pub(crate) mod siren;
pub(crate) mod texts_of_another_departement;
