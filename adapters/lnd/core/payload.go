package core

// payload is the payload object of the protocol. A nil member is a record that
// is not there; an empty string is a record with an empty value.
type payload struct {
	AmtToForward           *string      `json:"amt_to_forward,omitempty"`
	OutgoingCLTVValue      *string      `json:"outgoing_cltv_value,omitempty"`
	ShortChannelID         *string      `json:"short_channel_id,omitempty"`
	PaymentData            *paymentData `json:"payment_data,omitempty"`
	EncryptedRecipientData *string      `json:"encrypted_recipient_data,omitempty"`
	CurrentPathKey         *string      `json:"current_path_key,omitempty"`
	AMPRecord              *ampRecord   `json:"amp_record,omitempty"`
	PaymentMetadata        *string      `json:"payment_metadata,omitempty"`
	TotalAmountMsat        *string      `json:"total_amount_msat,omitempty"`
	KeysendPreimage        *string      `json:"keysend_preimage,omitempty"`
	Other                  []record     `json:"other,omitempty"`
}

type paymentData struct {
	PaymentSecret string `json:"payment_secret"`
	TotalMsat     string `json:"total_msat"`
}
