from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0018_fill_sales_by_day")]

    operations = [
        migrations.AlterField(model_name="order", name="day", field=models.DateField()),
    ]
