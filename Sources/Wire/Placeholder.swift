// placeholder: replaced by its first inhabitant
